"use client";

import { useEffect, useRef } from "react";

/** Keys as people write them: "e", "Shift+E", "Ctrl+Z" (Cmd on a Mac counts as Ctrl), "Delete", "/". */
export type Hotkeys = Readonly<Record<string, () => void>>;

/** Keys work anywhere on the page except while one types or a dialog or menu is open; a message in the corner stops none. */
export function useHotkeys(keys: Hotkeys): void {
  const current = useRef(keys);
  useEffect(() => {
    current.current = keys;
  }, [keys]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const action = current.current[nameOf(event)];
      if (action === undefined || event.defaultPrevented || typing(event.target) || document.querySelector("[data-modal], [role=menu]") !== null) return;
      event.preventDefault();
      action();
    };
    window.addEventListener("keydown", onKey);
    return () => { window.removeEventListener("keydown", onKey); };
  }, []);
}

function nameOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 && /[a-z]/i.test(event.key) ? event.key.toUpperCase() : event.key;
  const letter = /^[A-Z]$/.test(key) || key.length > 1;
  return `${event.ctrlKey || event.metaKey ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${event.shiftKey && letter ? "Shift+" : ""}${key}`;
}

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName));
}
