import type { Context } from '../context.ts';
import { attributes, type Child, type Html, html } from './html.ts';
import { icon } from './icons.ts';
import { fieldErrors, refusedOf } from './refused.ts';

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly type?: 'text' | 'email' | 'password' | 'url' | 'date' | 'number';
  /** Tokens that password managers know. */
  readonly autocomplete?: string;
  readonly hint?: Child;
  readonly value?: string | undefined;
  /** True unless it says otherwise. */
  readonly required?: boolean;
  /** The first one to type in, unless another one was refused. */
  readonly first?: boolean;
  /** Stands beside the label. */
  readonly beside?: Child;
  /** Its form is there more than once, for the thing with this id. */
  readonly of?: string;
  /** More attributes of the element. */
  readonly more?: Readonly<Record<string, string | number | undefined>>;
}

/** The id of the element of a field. */
export const idOf = (action: string, name: string, of?: string): string =>
  [action, name, of].filter((part) => part !== undefined).join('-');

/** What a control needs to know of its field: attributes that tie it to its label, hint and error. */
export function control(
  context: Context,
  action: string,
  { name, of, hint, first }: Pick<Field, 'name' | 'of' | 'hint' | 'first'>,
) {
  const id = idOf(action, name, of);
  const refused = refusedOf(context, action);
  // Which one of several forms was refused isn't known: the notice above says what is wrong.
  const errors = refused === undefined || of !== undefined ? [] : fieldErrors(context, refused);
  const error = errors.find(({ field }) => field === name)?.text;
  const described = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`];
  return {
    id,
    error,
    typed: refused?.typed[name],
    attributes: attributes({
      id,
      'aria-describedby': described.filter(Boolean).join(' ') || undefined,
      'aria-invalid': error === undefined ? undefined : 'true',
      autofocus: errors.length === 0 ? first === true : errors[0]?.field === name,
    }),
  };
}

/** A label, its hint and its error around a control. */
export function labelled(
  context: Context,
  { id, error }: { readonly id: string; readonly error: string | undefined },
  { label, hint, required = true, beside }: Pick<Field, 'label' | 'hint' | 'required' | 'beside'>,
  element: Child,
): Html {
  return html`<div class="field${error !== undefined && ' invalid'}">
    <div class="label"><label for="${id}">${label}${
      !required && html` <span class="optional">${context.say.text('field.optional')}</span>`
    }</label>${beside}</div>
    ${hint !== undefined && html`<p class="hint" id="${id}-hint">${hint}</p>`}
    ${element}
    ${errorText(id, error)}
  </div>`;
}

export const errorText = (id: string, error: string | undefined): Html | undefined =>
  error === undefined
    ? undefined
    : html`<p class="error" id="${id}-error">${icon('alert')}<span>${error}</span></p>`;

/** Left to right in any language: addresses and passwords. */
const LATIN: readonly Field['type'][] = ['email', 'password', 'url'];

export function field(context: Context, action: string, given: Field): Html {
  const { name, type = 'text', autocomplete, required = true, more = {} } = given;
  const of = control(context, action, given);
  const isSecret = type === 'password';
  const value = isSecret ? undefined : (of.typed ?? given.value);
  const dir = LATIN.includes(type) ? 'ltr' : type === 'text' ? 'auto' : undefined;
  const input = html`<input${of.attributes}${attributes({
    ...{ name, type, value, autocomplete, required, dir },
    ...(LATIN.includes(type) && { spellcheck: 'false', autocapitalize: 'none' }),
    ...more,
  })}>`;
  if (!isSecret) return labelled(context, of, given, input);
  const { say } = context;
  const secret = html`<div class="secret" data-reveal="${say.text('field.reveal')}">${input}</div>`;
  return labelled(context, of, given, secret);
}

/** A one-time code: digits by the keyboard of a phone, offered from the message that it came in. */
export function codeField(
  context: Context,
  action: string,
  digits: number,
  given: Pick<Field, 'label' | 'hint' | 'first' | 'required' | 'of'> & { readonly name?: string },
): Html {
  return field(context, action, {
    name: 'code',
    autocomplete: 'one-time-code',
    more: { inputmode: 'numeric', class: 'code', size: digits, dir: 'ltr' },
    ...given,
  });
}
