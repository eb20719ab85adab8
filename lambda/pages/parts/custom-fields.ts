import type { Context } from '../context.ts';
import type { CustomField } from '../view.ts';
import { control, errorText, type Field, field, labelled } from './field.ts';
import { hidden } from './form.ts';
import { attributes, type Html, html } from './html.ts';

/** Form fields of the user model, with what a user has in them. */
export function customFields(
  context: Context,
  action: string,
  fields: readonly CustomField[],
  values: Readonly<Record<string, unknown>> = {},
): readonly Html[] {
  return fields.map((one) => customField(context, action, one, shown(values[one.name])));
}

/** A text of the user model, in a language and a direction of its own. */
function own(text: string | undefined): Html | undefined {
  return text === undefined ? undefined : html`<bdi>${text}</bdi>`;
}

function shown(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : String(value);
}

function customField(
  context: Context,
  action: string,
  one: CustomField,
  value: string | undefined,
): Html {
  const { name, title: label, required, minLength, maxLength } = one;
  const hint = own(one.description);
  const common = { name, label, hint, required, value };
  switch (one.kind) {
    case 'boolean':
      return checkbox(context, action, one, value);
    case 'choice':
      return choice(context, action, one, value);
    case 'number':
    case 'integer':
      return field(context, action, {
        ...common,
        type: 'number',
        more: {
          name: `${name}:number`,
          step: one.kind === 'integer' ? 1 : 'any',
          min: one.minimum,
          max: one.maximum,
        },
      });
    case 'text':
      return text(context, action, {
        ...common,
        more: { minlength: minLength, maxlength: maxLength },
      });
    case 'email':
    case 'url':
    case 'date':
      return text(context, action, { ...common, type: one.kind });
  }
}

/** What browsers fill in by themselves, by common names of fields. */
const AUTOCOMPLETE: Readonly<Record<string, string>> = {
  name: 'name',
  full_name: 'name',
  first_name: 'given-name',
  given_name: 'given-name',
  last_name: 'family-name',
  family_name: 'family-name',
  nickname: 'nickname',
  phone: 'tel',
  phone_number: 'tel',
  birthday: 'bday',
  birthdate: 'bday',
  company: 'organization',
  organization: 'organization',
  website: 'url',
  country: 'country-name',
};

function text(context: Context, action: string, given: Field): Html {
  const autocomplete = AUTOCOMPLETE[given.name];
  return field(context, action, { ...given, ...(autocomplete !== undefined && { autocomplete }) });
}

/** An empty box sends nothing, so that what is sent before it holds. */
function checkbox(
  context: Context,
  action: string,
  { name, title, description }: CustomField,
  value: string | undefined,
): Html {
  const hint = own(description);
  const of = control(context, action, { name, hint });
  const checked = (of.typed ?? value) === 'true';
  return html`<div class="field check">${hidden(`${name}:boolean`, 'false')}
    <input type="checkbox" name="${name}:boolean" value="true"${of.attributes}${attributes({ checked })}>
    <div><label for="${of.id}">${title}</label>
    ${hint !== undefined && html`<p class="hint" id="${of.id}-hint">${hint}</p>`}
    ${errorText(of.id, of.error)}</div>
  </div>`;
}

function choice(
  context: Context,
  action: string,
  { name, title: label, description, required, choices = [] }: CustomField,
  value: string | undefined,
): Html {
  const hint = own(description);
  const of = control(context, action, { name, hint });
  const chosen = of.typed ?? value;
  const none = context.say.text(required ? 'field.choose' : 'field.none');
  const select = html`<div class="select"><select name="${name}"${of.attributes}${attributes({ required })}>
    <option value="">${none}</option>
    ${choices.map((one) => html`<option${attributes({ selected: one === chosen })}>${one}</option>`)}
  </select></div>`;
  return labelled(context, of, { label, hint, required }, select);
}
