import { expect, test } from '@jest/globals';
import {
  App,
  type InjectionContext,
  type IPropertyInjector,
  PropertyInjectors,
  Stack,
} from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { PasswordHash, UsersApi, type UsersApiProps } from '../../lib';

/** What an organisation asks of every users API that sets nothing else. */
class OrganisationDefaults implements IPropertyInjector {
  readonly constructUniqueId = UsersApi.PROPERTY_INJECTION_ID;
  readonly seen: string[] = [];

  inject(props: UsersApiProps | undefined, { scope, id }: InjectionContext): UsersApiProps {
    this.seen.push(`${scope.node.path}/${id}`);
    return { passwordHash: PasswordHash.bcrypt({ cost: 12 }), ...props };
  }
}

function newApp(...injectors: IPropertyInjector[]) {
  const app = new App({ propertyInjectors: injectors, treeMetadata: false });
  return { app, stack: new Stack(app, 'Test') };
}

function costOf(stack: Stack) {
  const functions = Template.fromStack(stack).findResources('AWS::Lambda::Function');
  const [register] = Object.entries(functions).filter(([id]) => id.startsWith('UsersRegister'));
  return JSON.parse(register?.[1].Properties.Environment.Variables.PASSWORD_HASH).cost;
}

test('a property injector gives its defaults to a construct without props, once', () => {
  const defaults = new OrganisationDefaults();
  const { stack } = newApp(defaults);
  new UsersApi(stack, 'Users');
  expect(costOf(stack)).toBe(12);
  expect(defaults.seen).toEqual(['Test/Users']);
});

test('what a construct is given wins over the defaults of an injector', () => {
  const { stack } = newApp(new OrganisationDefaults());
  new UsersApi(stack, 'Users', { passwordHash: PasswordHash.bcrypt({ cost: 13 }) });
  expect(costOf(stack)).toBe(13);
});

test('an injector reaches classes below UsersApi, and an inner scope has its own', () => {
  class StaffApi extends UsersApi {}
  const outer = new OrganisationDefaults();
  const inner = new OrganisationDefaults();
  const { stack } = newApp(outer);
  PropertyInjectors.of(stack).add(inner);
  new StaffApi(stack, 'Users');
  expect({ outer: outer.seen, inner: inner.seen }).toEqual({ outer: [], inner: ['Test/Users'] });
  expect(costOf(stack)).toBe(12);
});

test('what an injector gives is checked like what a construct is given', () => {
  const { stack } = newApp({
    constructUniqueId: UsersApi.PROPERTY_INJECTION_ID,
    inject: (props) => ({ ...props, passwordHashCost: 9 }),
  });
  expect(() => new UsersApi(stack, 'Users')).toThrow(/^Test\/Users: passwordHashCost: got 9/);
});
