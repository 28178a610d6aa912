import type { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { can, type Action, type Principal } from "@/lib/core/policy/policy";
import type { Client } from "@/lib/features/accounts/accounts.ports";
import { clientOf } from "@/lib/platform/auth/client-address";
import { sessionToken } from "@/lib/platform/auth/cookie";
import { principalOf, refuseForeignOrigin } from "@/lib/platform/auth/request";
import { readJson } from "@/lib/platform/http/body";
import { problem } from "@/lib/platform/http/problem";
import { log } from "@/lib/platform/log";

interface Spec<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType> {
  /** What the policy is asked before anything else is read. */
  readonly action: Action;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly reply: R;
  readonly status?: number;
}

interface Input<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  readonly principal: Principal;
  readonly params: z.output<P>;
  readonly query: z.output<Q>;
  readonly body: z.output<B>;
  readonly request: Request;
}

interface Context {
  readonly params: Promise<unknown>;
}

/**
 * A route handler as a declaration: who may, schema in, service call, schema out. This wrapper identifies the caller, asks
 * the policy, parses, runs, checks the reply, translates errors and logs one line.
 */
export function route<R extends z.ZodType, P extends z.ZodType = z.ZodUndefined, Q extends z.ZodType = z.ZodUndefined, B extends z.ZodType = z.ZodUndefined>(
  spec: Spec<P, Q, B, R>,
  handle: (input: Input<P, Q, B>) => Promise<z.input<R>>,
) {
  return (request: Request, context: Context): Promise<Response> =>
    answered(request, spec.action, async (principal) => {
      const params = parse(spec.params, await context.params, "The address of this request");
      const query = parse(spec.query, Object.fromEntries(new URL(request.url).searchParams), "The query");
      const body = spec.body === undefined ? (undefined as z.output<B>) : parse(spec.body, await readJson(request), "The body");
      const reply: unknown = spec.reply.parse(await handle({ principal, params, query, body, request }));
      return Response.json(reply, { status: spec.status ?? 200 });
    });
}

/** For the few handlers that read or answer with a stream; the same door, without schemas for the bytes. */
export function rawRoute(action: Action, handle: (principal: Principal, request: Request) => Promise<Response>) {
  return (request: Request): Promise<Response> => answered(request, action, (principal) => handle(principal, request));
}

interface OpenInput<B extends z.ZodType> {
  readonly body: z.output<B>;
  /** Of a session of any stage, or of none. */
  readonly token: string | null;
  readonly client: Client;
  readonly request: Request;
}

interface OpenAnswer<Reply> {
  readonly reply: Reply;
  /** As `set-cookie` takes it. */
  readonly cookies?: readonly string[];
}

/** For what people do before they are signed in, and nothing else: the same door, without the policy. */
export function openRoute<R extends z.ZodType, B extends z.ZodType = z.ZodUndefined>(
  spec: { readonly body?: B; readonly reply: R },
  handle: (input: OpenInput<B>) => Promise<OpenAnswer<z.input<R>>>,
) {
  return (request: Request): Promise<Response> =>
    logged(request, async () => {
      const body = spec.body === undefined ? (undefined as z.output<B>) : parse(spec.body, await readJson(request), "The body");
      const { reply, cookies = [] } = await handle({ body, token: sessionToken(request), client: clientOf(request), request });
      const response = Response.json(spec.reply.parse(reply));
      for (const cookie of cookies) response.headers.append("set-cookie", cookie);
      return response;
    });
}

const answered = (request: Request, action: Action, work: (principal: Principal) => Promise<Response>): Promise<Response> =>
  logged(request, async (note) => {
    const principal = await principalOf(request);
    note.account = principal.accountId;
    if (!can(principal, action)) throw new AppError("forbidden", "Your role does not allow this.");
    return work(principal);
  });

async function logged(request: Request, work: (note: { account?: string }) => Promise<Response>): Promise<Response> {
  const requestId = crypto.randomUUID();
  const started = performance.now();
  const note: { account?: string } = {};
  let response: Response;
  try {
    refuseForeignOrigin(request);
    response = await work(note);
    response.headers.set("x-request-id", requestId);
    response.headers.set("cache-control", "no-store");
  } catch (error) {
    response = problem(error, requestId);
  }
  const millis = Math.round(performance.now() - started);
  log.info({ requestId, method: request.method, path: new URL(request.url).pathname, status: response.status, millis, ...note }, "request");
  return response;
}

/** Only what the caller sent can be invalid_input; a reply that fails its schema is our bug, hence a 500. */
function parse<S extends z.ZodType>(schema: S | undefined, value: unknown, what: string): z.output<S> {
  if (schema === undefined) return undefined as z.output<S>;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  const first = issues[0];
  throw new AppError("invalid_input", `${what} is not valid${first === undefined ? "" : `: ${first.path === "" ? "" : `${first.path}: `}${first.message}`}`, { issues });
}
