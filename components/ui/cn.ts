import { clsx, type ClassValue } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

const merge = extendTailwindMerge({ extend: { classGroups: { "font-size": [{ text: ["xs", "sm", "base", "lg", "xl", "2xl"] }] } } });

/** Classes in order; a later one replaces an earlier one that sets the same thing. */
export const cn = (...classes: readonly ClassValue[]): string => merge(clsx(classes));
