import { AppError } from "@/lib/core/errors";
import { rawRoute } from "@/lib/platform/http/route";

/** What no other handler answers: refused without a session like everything else, not found with one. */
const nothingHere = rawRoute("ledger.read", () => Promise.reject(new AppError("not_found", "There is nothing at this address.")));

export { nothingHere as DELETE, nothingHere as GET, nothingHere as HEAD, nothingHere as OPTIONS, nothingHere as PATCH, nothingHere as POST, nothingHere as PUT };
