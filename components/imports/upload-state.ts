/** Files on their way to the server. */
export interface UploadItem {
  readonly id: number;
  readonly file: File;
  readonly status: "waiting" | "sending" | "staged" | "failed";
  readonly sent: number;
  /** The SHA-256 that the server computed over the bytes as they arrived. */
  readonly sha256: string | null;
  readonly error: string | null;
}

export type UploadAction =
  | { readonly type: "add"; readonly files: readonly File[] }
  | { readonly type: "remove"; readonly id: number }
  | { readonly type: "sending"; readonly id: number; readonly sent: number }
  | { readonly type: "staged"; readonly id: number; readonly sha256: string }
  | { readonly type: "failed"; readonly id: number; readonly error: string }
  | { readonly type: "stopped" }
  | { readonly type: "clear" };

export function uploadReducer(items: readonly UploadItem[], action: UploadAction): readonly UploadItem[] {
  switch (action.type) {
    case "add":
      return [...items, ...fresh(items, action.files)];
    case "remove":
      return items.filter((item) => item.id !== action.id);
    case "sending":
      return change(items, action.id, { status: "sending", sent: action.sent, error: null });
    case "staged":
      return items.map((item) => (item.id === action.id ? { ...item, status: "staged", sent: item.file.size, sha256: action.sha256 } : item));
    case "failed":
      return change(items, action.id, { status: "failed", error: action.error });
    case "stopped":
      return items.map((item) => (item.status === "sending" ? { ...item, status: "waiting", sent: 0 } : item));
    case "clear":
      return [];
  }
}

const change = (items: readonly UploadItem[], id: number, to: Partial<UploadItem>): readonly UploadItem[] => items.map((item) => (item.id === id ? { ...item, ...to } : item));

/** The same file dropped twice is one file. */
function fresh(items: readonly UploadItem[], files: readonly File[]): readonly UploadItem[] {
  let next = Math.max(0, ...items.map((item) => item.id)) + 1;
  const known = new Set(items.map((item) => keyOf(item.file)));
  const added: UploadItem[] = [];
  for (const file of files) {
    if (known.has(keyOf(file))) continue;
    known.add(keyOf(file));
    added.push({ id: next, file, status: "waiting", sent: 0, sha256: null, error: null });
    next += 1;
  }
  return added;
}

const keyOf = (file: File): string => `${file.name} ${file.size} ${file.lastModified}`;
