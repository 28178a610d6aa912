import { GRAPH_KEYS } from "@/components/graph/use-graph-keys";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";

const GROUPS = ["Money", "Claims", "Canvas", "Everywhere"] as const;

export function HelpSheet({ open, onOpenChange }: { readonly open: boolean; readonly onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keys" className="w-176">
      <div className="grid grid-cols-2 gap-x-8 gap-y-5">
        {GROUPS.map((group) => (
          <section key={group} aria-label={group}>
            <h3 className="mb-1 border-b border-line pb-1 text-xs text-ink-faint">{group}</h3>
            <dl>
              {GRAPH_KEYS.filter((one) => one.group === group).map((one) => (
                <div key={one.does} className="flex min-h-8 items-center gap-3 py-1">
                  <dt className="flex w-30 shrink-0 gap-1">{one.keys.map((key) => <Kbd key={key}>{key}</Kbd>)}</dt>
                  <dd className="text-sm text-ink-soft">{one.does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
