import { Prisma } from "@/lib/platform/db/generated/client";

export { oneOf, oneOfOrNull } from "@/lib/core/one-of";

export const isUniqueViolation = (error: unknown): boolean => error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";
