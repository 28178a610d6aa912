"use client";

import { useEffect, useEffectEvent, useRef, useState, type Dispatch } from "react";
import { toast } from "@/components/ui/toast";
import { ApiError } from "@/lib/client/api-error";
import { isSaved, type GraphAction, type GraphState } from "@/lib/core/graph/graph-state";
import { fetchGraph, saveGraph } from "@/lib/features/graphs/graphs.queries";

export type SaveStatus =
  | { readonly kind: "saved"; readonly at: Date | null }
  | { readonly kind: "saving" }
  | { readonly kind: "failed"; readonly message: string };

const QUIET_MS = 500;
const RETRY_MS = 3000;

/**
 * Saves by itself, one request at a time, shortly after the last change. When somebody else saved meanwhile, theirs is
 * read, mine is done again on top, and both go on. A failure is shown and tried again; nothing is thrown away.
 */
export function useAutosave(graphId: string, state: GraphState, dispatch: Dispatch<GraphAction>): SaveStatus {
  const [status, setStatus] = useState<SaveStatus>({ kind: "saved", at: null });
  const flying = useRef(false);
  const [attempt, setAttempt] = useState(0);
  const saved = isSaved(state);

  const save = useEffectEvent(async () => {
    if (flying.current || isSaved(state)) return;
    flying.current = true;
    setStatus({ kind: "saving" });
    const { document, base } = state;
    try {
      const reply = await saveGraph(graphId, body(base.version, document));
      dispatch({ type: "saved", version: reply.version, document });
      setStatus({ kind: "saved", at: new Date() });
    } catch (error) {
      await settle(error);
    } finally {
      flying.current = false;
    }
  });

  const settle = useEffectEvent(async (error: unknown) => {
    try {
      if (!(error instanceof ApiError) || error.code !== "conflict") throw error;
      const theirs = await fetchGraph(graphId);
      dispatch({ type: "rebase", version: theirs.version, document: theirs.document });
      toast({ title: "This graph was also changed elsewhere", description: "Both changes are on it now. Where both moved one node, yours stands." });
      setStatus({ kind: "saving" });
    } catch (failure) {
      setStatus({ kind: "failed", message: failure instanceof ApiError ? failure.message : "Something unexpected went wrong." });
      setTimeout(() => { setAttempt((count) => count + 1); }, RETRY_MS);
    }
  });

  useEffect(() => {
    if (saved) return undefined;
    const timer = setTimeout(() => void save(), QUIET_MS);
    return () => { clearTimeout(timer); };
  }, [state.document, state.base.version, saved, attempt]);

  const leave = useEffectEvent(() => {
    if (isSaved(state)) return;
    // The page is going: the request is kept alive, and its answer has nobody to hear it.
    saveGraph(graphId, body(state.base.version, state.document), true).catch(() => undefined);
  });
  useEffect(() => {
    const onHide = () => { leave(); };
    window.addEventListener("pagehide", onHide);
    return () => {
      window.removeEventListener("pagehide", onHide);
      leave();
    };
  }, []);

  return status;
}

const body = (version: number, document: GraphState["document"]) => ({ version, document: { nodes: document.nodes.map((node) => ({ ...node })) } });
