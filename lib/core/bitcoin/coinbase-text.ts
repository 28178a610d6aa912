const SHORTEST = 3;

/**
 * What a coinbase's scriptSig says in printable ASCII (0x20 to 0x7e): pools sign here. Shorter runs than three characters are
 * mostly chance and left out; the others are joined by a space.
 * @returns null when nothing is left.
 */
export function coinbaseText(script: Uint8Array): string | null {
  const runs: string[] = [];
  let run = "";
  const end = (): void => {
    if (run.trim().length >= SHORTEST) runs.push(run.trim());
    run = "";
  };
  for (const byte of script) {
    if (byte >= 0x20 && byte <= 0x7e) run += String.fromCharCode(byte);
    else end();
  }
  end();
  return runs.length === 0 ? null : runs.join(" ");
}
