import { EventBus, type IEventBus } from 'aws-cdk-lib/aws-events';
import type { aws_events } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import { once } from './once';

/** The bus behind a reference: the one that it is, or an import of its name. */
export function givenEventBus(scope: Construct, ref: aws_events.IEventBusRef): IEventBus {
  if (isEventBus(ref)) return ref;
  return once(scope, ref, (place, id) =>
    EventBus.fromEventBusAttributes(place, id, { ...ref.eventBusRef, eventBusPolicy: '' }),
  );
}

/** Of any copy of the CDK: what has the attribute is a bus of the second level. */
function isEventBus(ref: aws_events.IEventBusRef): ref is IEventBus {
  return 'eventBusArn' in ref;
}
