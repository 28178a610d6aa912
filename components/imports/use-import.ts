"use client";

import { useEffect, useReducer, useRef, useState } from "react";
import { uploadReducer, type UploadItem } from "@/components/imports/upload-state";
import { messageOf } from "@/components/ui/states";
import type { NetworkName } from "@/lib/core/network";
import { uploadFile, useStartImport } from "@/lib/features/uploads/uploads.queries";

/** Stages the files one after the other, then starts one import of all of them. */
export function useImport() {
  const [items, dispatch] = useReducer(uploadReducer, []);
  const [jobId, setJobId] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const stop = useRef<AbortController | null>(null);
  const start = useStartImport();

  useLeaveWarning(busy);

  const stage = async (item: UploadItem, signal: AbortSignal): Promise<string | null> => {
    if (item.sha256 !== null) return item.sha256;
    dispatch({ type: "sending", id: item.id, sent: 0 });
    try {
      const { id } = await uploadFile(item.file, signal, (sent) => { dispatch({ type: "sending", id: item.id, sent }); });
      dispatch({ type: "staged", id: item.id, sha256: id });
      return id;
    } catch (error) {
      if (!signal.aborted) dispatch({ type: "failed", id: item.id, error: messageOf(error) });
      return null;
    }
  };

  const run = async (network: NetworkName | null) => {
    const controller = new AbortController();
    stop.current = controller;
    setBusy(true);
    const uploads: { id: string; name: string }[] = [];
    let failed = false;
    for (const item of items) {
      if (controller.signal.aborted) break;
      const id = await stage(item, controller.signal);
      if (id === null) failed = true;
      else uploads.push({ id, name: item.file.name });
    }
    setBusy(false);
    if (controller.signal.aborted) dispatch({ type: "stopped" });
    else if (!failed && uploads.length > 0) start.mutate({ uploads, network }, { onSuccess: (queued) => { setJobId(queued.jobId); dispatch({ type: "clear" }); } });
  };

  return {
    items, dispatch, jobId, busy,
    starting: start.isPending,
    error: start.error,
    run: (network: NetworkName | null) => void run(network),
    stop: () => { stop.current?.abort(); },
    again: () => { setJobId(null); start.reset(); },
  };
}

/** Bytes on their way are lost when the page goes. */
function useLeaveWarning(active: boolean): void {
  useEffect(() => {
    if (!active) return undefined;
    const warn = (event: BeforeUnloadEvent) => { event.preventDefault(); };
    window.addEventListener("beforeunload", warn);
    return () => { window.removeEventListener("beforeunload", warn); };
  }, [active]);
}
