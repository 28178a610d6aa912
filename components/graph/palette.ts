/** The colours of the page as the canvas needs them: one source, the CSS variables of globals.css. */
export interface Palette {
  readonly bench: string;
  readonly surface: string;
  readonly line: string;
  readonly lineStrong: string;
  /** Of edges and outlines on the canvas: three to one against the bench. */
  readonly edge: string;
  readonly ink: string;
  readonly inkSoft: string;
  readonly inkFaint: string;
  readonly brass: string;
  readonly sans: string;
  readonly mono: string;
  readonly tones: Readonly<Record<string, { readonly fill: string; readonly line: string; readonly on: string }>>;
}

const TONES = ["actor", "hash-rental", "cloud-mining", "mining-pool", "exchange", "mixer", "incident", "other"] as const;

export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  return {
    bench: read("--bench"),
    surface: read("--surface"),
    line: read("--line"),
    lineStrong: read("--line-strong"),
    edge: read("--edge"),
    ink: read("--ink"),
    inkSoft: read("--ink-soft"),
    inkFaint: read("--ink-faint"),
    brass: read("--brass"),
    sans: read("--font-geist-sans"),
    mono: read("--font-geist-mono"),
    tones: Object.fromEntries(TONES.map((tone) => [tone, { fill: read(`--cat-${tone}`), line: read(`--cat-${tone}-line`), on: read(`--cat-${tone}-on`) }])),
  };
}
