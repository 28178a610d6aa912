import { Button as BaseButton } from "@base-ui/react/button";
import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { Tip } from "@/components/ui/tooltip";

export const buttonLook = cva(
  "inline-flex shrink-0 items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium transition-colors duration-120 select-none data-disabled:cursor-not-allowed data-disabled:opacity-45",
  {
    variants: {
      look: {
        primary: "bg-brass text-on-brass not-data-disabled:hover:brightness-110",
        plain: "border border-line-strong bg-surface text-ink not-data-disabled:hover:border-brass-line not-data-disabled:hover:bg-hover",
        quiet: "text-ink-soft not-data-disabled:hover:bg-hover not-data-disabled:hover:text-ink aria-pressed:bg-brass-wash aria-pressed:text-brass",
        danger: "border border-danger/50 bg-surface text-danger not-data-disabled:hover:bg-danger-wash",
      },
      size: { sm: "h-6 px-2 text-xs", md: "h-8 px-3 text-sm", icon: "size-8 p-0", "icon-sm": "size-6 p-0" },
    },
    defaultVariants: { look: "plain", size: "md" },
  },
);

type Look = VariantProps<typeof buttonLook>;
interface Props extends Omit<ComponentProps<typeof BaseButton>, "className">, Look {
  readonly className?: string;
}

export function Button({ look, size, className, ...props }: Props) {
  return <BaseButton className={cn(buttonLook({ look, size }), className)} {...props} />;
}

interface IconProps extends Omit<Props, "children" | "aria-label"> {
  /** What it does; shown on hover and read aloud. */
  readonly label: string;
  /** The key that does the same. */
  readonly hint?: string;
  readonly children: ReactNode;
}

export function IconButton({ label, hint, look = "quiet", size = "icon", children, ...props }: IconProps) {
  return (
    <Tip text={label} {...(hint !== undefined && { keys: hint })}>
      <Button look={look} size={size} aria-label={label} {...props}>
        {children}
      </Button>
    </Tip>
  );
}
