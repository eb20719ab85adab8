/** Keys of items, and what they say: made from the kinds of items. */
import type { Feature } from './features.ts';
import type { ItemKind } from './item-kind.ts';
import { ITEMS, type ItemName, type ItemsOfUser } from './items.ts';

type Placeholder<Template extends string> = Template extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholder<Rest>
  : never;

type PartitionParts<Name extends ItemName> = Placeholder<(typeof ITEMS)[Name]['pk']>;
type SortKeyParts<Name extends ItemName> = Placeholder<(typeof ITEMS)[Name]['sk']>;

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** The key of an item, such as `keyOf('session', { user, session })`. */
export function keyOf<Name extends ItemName>(
  name: Name,
  parts: Readonly<Record<PartitionParts<Name> | SortKeyParts<Name>, string>>,
): Key {
  const { pk, sk } = ITEMS[name];
  return { pk: filled(pk, parts), sk: filled(sk, parts) };
}

/** The partition of an item, such as `partitionOf('session', { user })`. */
export function partitionOf<Name extends ItemName>(
  name: Name,
  parts: Readonly<Record<PartitionParts<Name>, string>>,
): string {
  return filled(ITEMS[name].pk, parts);
}

/** A pattern for `dynamodb:LeadingKeys`: `OAUTH#*`, or `OAUTH#google#*` for one client. */
export function patternOf(name: ItemName, client?: string): string {
  const { pk } = ITEMS[name];
  return filled(pk, client === undefined ? {} : { client }).replace(/\{.*/, '*');
}

/**
 * The kinds that go with their user in this way, in the order of the table.
 *
 * @param features without them, only the kinds that every table has
 */
export function itemsOfUser<Way extends ItemKind['ofUser']>(
  way: Way,
  features: readonly Feature[] = [],
): readonly ItemsOfUser<Way>[] {
  return (Object.keys(ITEMS) as ItemName[]).filter((name): name is ItemsOfUser<Way> => {
    const { ofUser, onlyWith }: ItemKind = ITEMS[name];
    return ofUser === way && (onlyWith === undefined || features.includes(onlyWith));
  });
}

/** The features that some kinds of items are there only with. */
export const ITEM_FEATURES: readonly Feature[] = [
  ...new Set(Object.values<ItemKind>(ITEMS).flatMap(({ onlyWith }) => onlyWith ?? [])),
];

/** The kind of an item by its keys; `undefined` for an item that no kind has. */
export function kindOf({ pk, sk }: Key): ItemName | undefined {
  return PATTERNS.find((each) => each.pk.test(pk) && each.sk.test(sk))?.name;
}

/** What the sort key of an item of this kind says; `undefined` for the sort key of another kind. */
export function sortKeyParts<Name extends ItemName>(
  name: Name,
  sk: string,
): Readonly<Record<SortKeyParts<Name>, string>> | undefined {
  const found = PATTERNS.find((each) => each.name === name)?.sk.exec(sk);
  return found ? ({ ...found.groups } as Record<SortKeyParts<Name>, string>) : undefined;
}

/** The key of the item that one of this kind points at; `undefined` where it points at none. */
export function pointedAtBy(name: ItemName, { sk }: Key): Key | undefined {
  const kind: ItemKind = ITEMS[name];
  if (kind.ofUser !== 'partition' || kind.pointsAt === undefined) return undefined;
  const target = kind.pointsAt as ItemsOfUser<'pointed-at'>;
  return keyOf(target, sortKeyParts(name, sk) as never);
}

function filled(template: string, parts: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => parts[name] ?? whole);
}

const PATTERNS = (Object.keys(ITEMS) as ItemName[]).map((name) => ({
  name,
  pk: patternFor(ITEMS[name].pk),
  sk: patternFor(ITEMS[name].sk),
}));

/** The last name of a template stands for all that is left; one before it ends at the next `#`. */
function patternFor(template: string): RegExp {
  const groups = template.replace(/\{(\w+)\}$/, '(?<$1>.+)').replace(/\{(\w+)\}/g, '(?<$1>[^#]+)');
  return new RegExp(`^${groups}$`, 's');
}
