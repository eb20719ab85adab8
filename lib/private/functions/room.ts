import { Construct } from 'constructs';

/**
 * Where what a function needs before it can be made is put, such as its role: `Users/Default/LoginJwt` beside the
 * function `Users/LoginJwt`. The CDK leaves the id `Default` out of logical ids, so a role and a log group have those
 * of releases before 0.2.0, when they were beside a function `Users/LoginJwt/Function`, and an upgrade keeps them.
 */
export function roomOf(scope: Construct, id: string): Construct {
  const rooms = scope.node.tryFindChild(ROOMS) ?? new Construct(scope, ROOMS);
  return new Construct(rooms as Construct, id);
}

const ROOMS = 'Default';
