import type { Settings } from '../settings/settings';
import type { Components } from './components';
import type { RouteSchemas } from './route-schemas';

/** What operations are made from. */
export interface Making {
  readonly settings: Settings;
  readonly schemas: RouteSchemas;
  readonly components: Components;
}
