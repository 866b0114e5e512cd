import type { Rule } from "./support/rule";

export const environmentNamesCannotMeet: Rule = {
  name: "environment-names-cannot-meet",
  statement:
    "No environment's name is another's followed by a hyphen and more.",
  reason:
    "Stacks are called `<environment>-<cluster>`: environment `prod` with cluster `eu-a` and environment `prod-eu` with cluster `a` would be one stack with one state, and `cdktf deploy 'prod-*'` would deploy both environments.",
  *check({ environment, otherNames }) {
    for (const name of otherNames) {
      const [short, long] =
        name.length < environment.name.length
          ? [name, environment.name]
          : [environment.name, name];
      if (long.startsWith(`${short}-`))
        yield {
          path: [],
          rule: `an environment's name must not be another's with -... after it, and environments/${name}.yaml is there`,
          got: environment.name,
          fix: "rename one of the two files",
        };
    }
  },
};
