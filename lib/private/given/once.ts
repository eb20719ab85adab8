import { Construct, type IConstruct } from 'constructs';

/**
 * The construct of the second level for something that was given by a reference, such as a `CfnTable`: an import,
 * which makes no resource, and is the same one however often it is asked for.
 */
export function once<T extends IConstruct>(
  scope: Construct,
  ref: IConstruct,
  make: (place: Construct, id: string) => T,
): T {
  const place = (scope.node.tryFindChild(GIVEN) ?? new Construct(scope, GIVEN)) as Construct;
  const id = ref.node.addr;
  return (place.node.tryFindChild(id) ?? make(place, id)) as T;
}

const GIVEN = 'Given';
