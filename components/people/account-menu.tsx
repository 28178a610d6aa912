"use client";

import { CircleUser, LogOut, Users } from "lucide-react";
import { useRouter } from "next/navigation";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem } from "@/components/ui/menu";
import { messageOf } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import { can } from "@/lib/core/policy/policy";
import { useSessionState, useSignOut } from "@/lib/features/accounts/accounts.queries";

/** Who is signed in, and the way out. */
export function AccountMenu() {
  const account = useSessionState().data?.account ?? null;
  const router = useRouter();
  const signOut = useSignOut();
  if (account === null) return null;
  const leave = () => {
    signOut.mutate(undefined, {
      onSuccess: () => { window.location.assign("/"); },
      onError: (error) => { toast({ title: "You are still signed in", description: messageOf(error), failed: true }); },
    });
  };
  return (
    <Menu align="end" trigger={<Button look="quiet" size="icon" aria-label={`Account: ${account.name}`}><CircleUser className="size-4" aria-hidden /></Button>}>
      <MenuItem icon={<CircleUser className="size-4 text-ink-faint" aria-hidden />} onSelect={() => { router.push("/account"); }}>
        <span className="max-w-60 truncate">{account.name}</span>
      </MenuItem>
      {can(account, "people.manage") && (
        <MenuItem icon={<Users className="size-4 text-ink-faint" aria-hidden />} onSelect={() => { router.push("/people"); }}>
          People
        </MenuItem>
      )}
      <MenuItem icon={<LogOut className="size-4 text-ink-faint" aria-hidden />} onSelect={leave}>
        Sign out
      </MenuItem>
    </Menu>
  );
}
