import { receiveUpload } from "@/lib/platform/http/receive-upload";
import { rawRoute } from "@/lib/platform/http/route";

/** For those who may import label packs, which are fewer rights than importing chain data takes. */
export const POST = rawRoute("claim.import", receiveUpload);
