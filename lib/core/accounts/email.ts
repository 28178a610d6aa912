const SHAPE = /^[^\s@\p{Cc}\p{Cf}]{1,64}@[^\s@\p{Cc}\p{Cf}]{1,190}\.[^\s@.\p{Cc}\p{Cf}]{2,63}$/u;

/**
 * An e-mail address as accounts are found by it: without surrounding space, in lower case, in one Unicode form.
 * @returns null for what cannot be one. Whether it receives mail is not known: Assay sends none.
 */
export function toEmail(text: string): string | null {
  const email = text.normalize("NFKC").trim().toLowerCase();
  return SHAPE.test(email) ? email : null;
}
