import { receiveUpload } from "@/lib/platform/http/receive-upload";
import { rawRoute } from "@/lib/platform/http/route";

export const POST = rawRoute("import.run", receiveUpload);
