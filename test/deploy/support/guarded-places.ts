import { addressOf, apiAddress, type DeploymentPlace } from './place.ts';
import type { DeployedStack } from './stack.ts';

/** Where the APIs of `test/apps/parts/guarded-apis.ts` answer, by the outputs of their stack. */
export async function guardedPlaces(
  place: Pick<DeploymentPlace, 'endpoint' | 'region'>,
  stack: DeployedStack,
) {
  const [restId, chatId] = [await stack.output('RestId'), await stack.output('ChatId')];
  const { endpoint, region } = place;
  const prod = (id: string) =>
    endpoint === undefined
      ? `https://${id}.execute-api.${region}.amazonaws.com/prod`
      : apiAddress(endpoint, id, 'prod');
  const other = addressOf(place, await stack.output('OtherUrl'));
  return { other, rest: prod(restId), chat: prod(chatId) };
}
