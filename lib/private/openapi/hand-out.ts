import type { IConstruct } from 'constructs';
import type { Described } from './components';

/** Context that asks for the document in the cloud assembly: of the commands `openapi` and `client`. */
const ASKED = 'cdk-users-api-openapi';

/** Type of the metadata in the cloud assembly. */
const METADATA = 'cdk-users-api:openapi';

/** Has the document in the cloud assembly, as metadata of the construct, for the command that asks for it. */
export function handOut(users: IConstruct & { readonly openApi: Described }): void {
  if (users.node.tryGetContext(ASKED)) users.node.addMetadata(METADATA, users.openApi);
}
