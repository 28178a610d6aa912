import { useState } from "react";
import { Field, Input } from "@/components/ui/input";
import { passwordFault } from "@/lib/core/accounts/password";

export interface NewPassword {
  readonly value: string;
  readonly setValue: (value: string) => void;
  /** Null when it may be used. */
  readonly fault: string | null;
}

export function useNewPassword(email: string): NewPassword {
  const [value, setValue] = useState("");
  return { value, setValue, fault: passwordFault(value, email) };
}

/** What is wrong is said once something was typed, not before. */
export function NewPasswordField({ password: { value, setValue, fault }, error, autoFocus = false }: { readonly password: NewPassword; readonly error: string | null; readonly autoFocus?: boolean }) {
  const [left, setLeft] = useState(false);
  const shown = left && value !== "" ? fault : null;
  return (
    <Field label="New password" note="At least 12 characters. A few unrelated words do well." error={error ?? shown}>
      {(ids) => (
        <Input {...ids} type="password" value={value} onChange={(event) => { setValue(event.target.value); }} onBlur={() => { setLeft(true); }} required autoFocus={autoFocus} autoComplete="new-password" />
      )}
    </Field>
  );
}
