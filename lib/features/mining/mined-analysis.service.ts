import type { AnalyseOptions, AnalysisResult, AnalysisService } from "@/lib/features/analysis/analysis.service";
import type { MiningService } from "@/lib/features/mining/mining.service";

interface Deps {
  readonly analysis: AnalysisService;
  readonly mining: MiningService;
  /** Milliseconds; only differences are used. */
  readonly now: () => number;
}

/** The analysis, and after it what rests on it and on claims: pools of blocks and payouts. */
export const makeMinedAnalysis = ({ analysis, mining, now }: Deps): AnalysisService => ({
  ...analysis,
  analyse: async (options?: AnalyseOptions): Promise<AnalysisResult> => {
    const began = now();
    const result = await analysis.analyse(options);
    const counts = await mining.update(options);
    return { ...result, ...counts, seconds: Math.round(now() - began) / 1000 };
  },
});
