import { jsonOfDocument, type Role } from "../access";
import type { RawDocument } from "../review";
import type { RoleChange } from "./row";

/** The trust policies and policies of roles that the plan has, at both times. */
export function documentsOf(
  roles: readonly RoleChange[],
): readonly RawDocument[] {
  return roles.flatMap(({ key, before, after }) => {
    const label = after?.label ?? before?.label ?? key;
    const titles = new Map<string, { before?: string; after?: string }>();
    const put = (
      title: string,
      stage: "before" | "after",
      text: string,
    ): void => {
      titles.set(title, { ...titles.get(title), [stage]: text });
    };
    for (const [stage, role] of [
      ["before", before],
      ["after", after],
    ] as const) {
      if (role === undefined) continue;
      const trust = textOfDocument(role.trust);
      if (trust !== undefined) put(`${label}: trust policy`, stage, trust);
      for (const policy of role.policies) {
        const text = textOfDocument(policy.document);
        if (text !== undefined) put(`${label}: ${policy.label}`, stage, text);
      }
    }
    return [...titles].map(([title, texts]) => ({ title, ...texts }));
  });
}

function textOfDocument(document: Role["trust"]): string | undefined {
  const json = jsonOfDocument(document);
  return json === undefined ? undefined : JSON.stringify(json, undefined, 2);
}
