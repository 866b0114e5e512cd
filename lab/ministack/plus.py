"""MiniStack with what STS knows of a calling AWS service, and IAM's policy variables.

MiniStack judges trust and permissions, but for a few things that this lab is about. This changes them, on
the pinned version only; the matrix in __tests__/lab/matrix/matrix.ts tells whether each still holds.

- A service principal is that service, not any: a role that trusts ec2.amazonaws.com, or only the account,
  is not for EKS, and a role that trusts EKS is not for a user.
- aws:SourceArn and aws:SourceAccount are known where a service calls.
- Transitive session tags go along with a role chain.
- ${key} in a Resource or Condition is replaced; one without a value matches nothing.
- Client ids and tags of an OIDC provider may hold markup characters.

The front (lab/front) says which service calls, in the header x-lab-service; it lets no client send it.
"""

import contextvars
import dataclasses
import json
import re
import sys
from xml.sax.saxutils import escape

import ministack.core.iam_evaluator as evaluator
from ministack.services import iam, sts

calling_service = contextvars.ContextVar("calling_service", default=None)
inherited_tags = contextvars.ContextVar("inherited_tags", default=())
transitive_keys = contextvars.ContextVar("transitive_keys", default=())

handle_request = sts.handle_request
evaluate_trust_policy = evaluator.evaluate_trust_policy
session_tags = sts._session_tags
register_session = sts.register_session
first_match = evaluator._first_match
create_oidc_provider = iam._create_oidc_provider


async def handle_request_of_service(method, path, headers, body, query):
    calling_service.set(json.loads(headers.get("x-lab-service", "null")))
    session = sts._sessions.get(sts.extract_access_key_id(headers, query) or "") or {}
    transitive = session.get("TransitiveTagKeys") or []
    inherited_tags.set(
        [tag for tag in session.get("SessionTags") or [] if tag["Key"] in transitive]
    )
    parameters = sts.parse_qs((body or b"").decode("utf-8", "replace"))
    transitive_keys.set(
        [
            values[0]
            for name, values in parameters.items()
            if name.startswith("TransitiveTagKeys.member.")
        ]
    )
    return await handle_request(method, path, headers, body, query)


def session_tags_with_inherited(params, check=True):
    tags, error = session_tags(params, check)
    if error:
        return tags, error
    own = {tag["Key"].lower() for tag in tags}
    return tags + [tag for tag in inherited_tags.get() if tag["Key"].lower() not in own], None


def register_session_with_transitive(key, session):
    session["TransitiveTagKeys"] = sorted(
        {*transitive_keys.get(), *(tag["Key"] for tag in inherited_tags.get())}
    )
    register_session(key, session)


def service_principals(statement):
    principal = statement.get("Principal")
    services = principal.get("Service", []) if isinstance(principal, dict) else []
    return [services] if isinstance(services, str) else services


def without_services(statement):
    principal = statement.get("Principal")
    if not isinstance(principal, dict):
        return statement
    others = {kind: value for kind, value in principal.items() if kind != "Service"}
    return {**statement, "Principal": others}


def evaluate_trust_policy_of_service(document, caller, context=None):
    document = json.loads(document) if isinstance(document, str) else document
    statements = document.get("Statement", [])
    statements = [statements] if isinstance(statements, dict) else statements
    if context and context.action in ("sts:AssumeRole", "sts:TagSession"):
        service = calling_service.get()
        if service:
            context.service_context.update(service["context"])
            statements = [
                {**statement, "Principal": {"Service": service["service"]}}
                for statement in statements
                if service["service"] in service_principals(statement)
                or statement.get("Principal") == "*"
            ]
        else:
            statements = [without_services(statement) for statement in statements]
    return evaluate_trust_policy({**document, "Statement": statements}, caller, context)


def first_match_with_variables(context, statements, effect):
    def replace(text):
        return re.sub(
            r"\$\{([^}*?$]+)\}",
            lambda match: str(evaluator._resolve_condition_key(match[1], context) or "\0"),
            text,
        )

    def replace_conditions(conditions):
        return {
            operator: {
                key: [replace(value) for value in ([values] if isinstance(values, str) else values)]
                for key, values in block.items()
            }
            for operator, block in conditions.items()
        }

    replaced = [
        dataclasses.replace(
            statement,
            resources=[replace(resource) for resource in statement.resources],
            not_resources=[replace(resource) for resource in statement.not_resources],
            conditions=replace_conditions(statement.conditions),
        )
        if "${" in str(statement)
        else statement
        for statement in statements
    ]
    return first_match(context, replaced, effect)


def create_oidc_provider_with_markup(params):
    """Stores what GetOpenIDConnectProvider puts into its answer as it is."""
    return create_oidc_provider(
        {
            name: [escape(value) for value in values] if isinstance(values, list) else values
            for name, values in params.items()
        }
    )


iam._IAM_HANDLERS["CreateOpenIDConnectProvider"] = create_oidc_provider_with_markup
sts.handle_request = handle_request_of_service
evaluator.evaluate_trust_policy = evaluate_trust_policy_of_service
sts._session_tags = session_tags_with_inherited
sts.register_session = register_session_with_transitive
evaluator._first_match = first_match_with_variables

if __name__ == "__main__":
    from ministack.app import main

    sys.exit(main())
