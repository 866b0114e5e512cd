import { codeSpan, markdownTable } from "../../markup";
import type { AccessMap } from "../model";
import { statementMarkdown } from "../statement-markdown";
import type { WhoCanAnswer, WhoCanReason } from "./who-can";

/** The answers to one question as Markdown: every `yes` and `perhaps`, and how many answers are `no`. */
export function whoCanAsMarkdown(
  map: AccessMap,
  question: { readonly action: string; readonly resource?: string },
  answers: readonly WhoCanAnswer[],
): string {
  const others = answers.filter(({ answer }) => answer !== "no");
  const none = answers.length - others.length;
  const on =
    question.resource === undefined
      ? "any resource"
      : codeSpan(question.resource);
  return [
    `# Who can ${codeSpan(question.action)} on ${on} in ${codeSpan(map.environment)}\n`,
    ...(others.length === 0
      ? []
      : [
          markdownTable(
            ["answer", "cluster", "service accounts", "role", "because of"],
            others.map(({ answer, stack, workload, reasons }) => [
              `**${answer}**`,
              codeSpan(stack),
              workload.serviceAccounts
                .map(({ namespace, name }) => codeSpan(`${namespace}/${name}`))
                .join("<br>"),
              codeSpan(workload.role.arn),
              [
                ...reasons.map(reasonMarkdown),
                ...(workload.role.permissionsBoundary === undefined
                  ? []
                  : [
                      `within boundary ${codeSpan(workload.role.permissionsBoundary)}`,
                    ]),
              ].join("<br>"),
            ]),
          ),
        ]),
    `Answers that are no: ${none}, of workloads on clusters: ${answers.length}. Policies outside the environment's file can give more or take away.\n`,
  ].join("\n");
}

function reasonMarkdown(reason: WhoCanReason): string {
  switch (reason.kind) {
    case "always-allowed":
      return "every role may ask who it is";
    case "not-decidable":
      return `not decidable from here: ${codeSpan(reason.policy)}`;
    case "statement":
      return `${reason.coverage === "some" ? "perhaps: " : ""}statement ${reason.position}: ${statementMarkdown(reason.statement)}`;
  }
}
