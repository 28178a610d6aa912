import { signIn } from "@/lib/platform/auth/sign-in";

export const GET = signIn;
