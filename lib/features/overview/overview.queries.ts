import { queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "@/lib/client/api";
import { OverviewDto } from "@/lib/features/overview/overview.contract";

export const overviewKeys = { all: ["overview"] as const };

const overviewQuery = queryOptions({ queryKey: overviewKeys.all, queryFn: ({ signal }) => api(OverviewDto, "/api/overview", { signal }) });

export const useOverview = () => useQuery(overviewQuery);
