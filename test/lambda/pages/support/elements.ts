export interface Found {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string | undefined>>;
  /** Of all that is in it. */
  readonly text: string;
}

interface Node {
  readonly nodeName: string;
  readonly tagName?: string;
  readonly value?: string;
  readonly attrs?: readonly { readonly name: string; readonly value: string }[];
  readonly childNodes?: readonly Node[];
}

/** The elements of a parsed page, in their order. */
export function elements(node: Node): readonly Found[] {
  const { tagName: tag, attrs = [], childNodes = [] } = node;
  const inside = childNodes.flatMap(elements);
  if (tag === undefined) return inside;
  const attributes = Object.fromEntries(attrs.map(({ name, value }) => [name, value]));
  return [{ tag, attributes, text: textOf(node) }, ...inside];
}

function textOf({ nodeName, value = '', childNodes = [] }: Node): string {
  return nodeName === '#text' ? value : childNodes.map(textOf).join('');
}
