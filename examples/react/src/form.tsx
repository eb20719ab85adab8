import type { UsersError } from 'cdk-users-api/client';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { messageOf } from './messages.ts';

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly type?: 'email' | 'password';
  /** For password managers: `username`, `current-password` or `new-password`. */
  readonly autoComplete: string;
  readonly hint?: string;
  readonly value?: string;
}

export function Field({ name, label, type = 'password', autoComplete, hint, value }: FieldProps) {
  const id = useId();
  return (
    <p className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        name={name}
        type={type}
        autoComplete={autoComplete}
        defaultValue={value}
        required
        aria-describedby={hint && `${id}-hint`}
      />
      {hint && <small id={`${id}-hint`}>{hint}</small>}
    </p>
  );
}

export const NEW_PASSWORD = {
  name: 'password',
  label: 'New password',
  autoComplete: 'new-password',
  hint: 'At least 8 characters.',
} as const;

interface FormProps {
  /** Names it for screen readers, where a page has more than one. */
  readonly label: string;
  readonly submit: string;
  readonly isDangerous?: boolean;
  /** What is said when it worked, where the page stays. */
  readonly done?: string;
  /** @returns the error, if there is one */
  readonly onSubmit: (fields: Fields) => Promise<UsersError | undefined>;
  readonly children?: ReactNode;
}

export type Fields = Readonly<Record<string, string>>;

export function Form({ label, submit, isDangerous, done, onSubmit, children }: FormProps) {
  const [error, setError] = useState<string>();
  const [isDone, setDone] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const alert = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (error) alert.current?.focus();
  }, [error]);

  async function send(form: HTMLFormElement) {
    const fields = Object.fromEntries(new FormData(form)) as Fields;
    setBusy(true);
    setError(undefined);
    setDone(false);
    const failed = await onSubmit(fields);
    setBusy(false);
    if (failed) return setError(messageOf(failed));
    setDone(true);
    form.reset();
  }

  return (
    <form
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        void send(event.currentTarget);
      }}
    >
      {error && (
        <p role="alert" className="error" tabIndex={-1} ref={alert}>
          {error}
        </p>
      )}
      {children}
      <button type="submit" disabled={isBusy} className={isDangerous ? 'danger' : undefined}>
        {isBusy ? 'One moment …' : submit}
      </button>
      <p role="status">{isDone && done}</p>
    </form>
  );
}
