"use client";

import { useState } from "react";
import type { DrawnNode } from "@/components/graph/drawn";
import { WhyPanel } from "@/components/why/why-panel";
import { parseNodeKey } from "@/lib/core/graph/node-key";
import type { GraphNodeDto } from "@/lib/features/flows/flows.contract";

/** By default: the address by which the wallet came onto the graph, and the one that names it, its oldest. */
export function NodeWhy({ node, data }: { readonly node: DrawnNode; readonly data: GraphNodeDto }) {
  const key = parseNodeKey(node.key);
  const from = key?.kind === "wallet" ? key.ref : (data.ref ?? "");
  const [pair, setPair] = useState({ from, to: data.ref === null || data.ref === from ? "" : data.ref });
  return <WhyPanel network={data.network} pair={pair} onChange={setPair} addressCount={data.addressCount} narrow />;
}
