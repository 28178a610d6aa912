import { AppError } from "@/lib/core/errors";

const MAX_JSON_BYTES = 1_000_000;

/** The body as JSON, counted while it arrives, so that a large one is refused before it is held. */
export async function readJson(request: Request, maxBytes = MAX_JSON_BYTES): Promise<unknown> {
  if (!/^application\/(?:[\w.+-]+\+)?json\b/.test(request.headers.get("content-type") ?? "")) {
    throw new AppError("invalid_input", "The body must be sent as application/json.");
  }
  const text = new TextDecoder("utf-8", { fatal: true });
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of bodyOf(request)) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new AppError("too_large", `The body is larger than ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(text.decode(Buffer.concat(chunks)));
  } catch (cause) {
    throw new AppError("invalid_input", "The body is not JSON in UTF-8.", { cause });
  }
}

/** The bytes of a request as they arrive. */
export async function* bodyOf(request: Request): AsyncGenerator<Uint8Array> {
  if (request.body === null) return;
  const reader = request.body.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined); // the caller may have stopped early; nothing is left to tell anybody
  }
}
