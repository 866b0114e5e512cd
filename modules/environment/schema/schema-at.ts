import * as z from "zod";
import type { Path } from "../fault";

type Schema = z.core.$ZodType;

/** Whether what stands at a path may be left out of the map that it is in. */
export function isOptionalAt(schema: Schema, path: Path): boolean {
  return schemasAt(schema, path).some((one) => one instanceof z.ZodOptional);
}

/** How many entries a map at a path must hold. */
export function leastEntriesAt(schema: Schema, path: Path): number {
  return Math.max(
    0,
    ...schemasAt(schema, path)
      .flatMap(branchesOf)
      .map((one) => Number(z.globalRegistry.get(one)?.minProperties ?? 0)),
  );
}

/** The fields that a map at a path may have; none where it has names of the writer's choosing. */
export function fieldsAt(schema: Schema, path: Path): readonly string[] {
  return schemasAt(schema, path)
    .flatMap(branchesOf)
    .flatMap((one) =>
      one instanceof z.ZodObject ? Object.keys(one.shape) : [],
    );
}

/** The schemas of what stands at a path: several where branches of a union have it, none of an unknown field. */
function schemasAt(schema: Schema, path: Path): readonly Schema[] {
  const [part, ...rest] = path;
  if (part === undefined) return [schema];
  return branchesOf(schema)
    .flatMap((branch) => partOf(branch, part))
    .flatMap((inner) => schemasAt(inner, rest));
}

/** What a schema is once what wraps it is taken off: the members of a union, else one. */
function branchesOf(schema: Schema): readonly Schema[] {
  if (schema instanceof z.ZodOptional) return branchesOf(schema.unwrap());
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(branchesOf);
  return [schema];
}

function partOf(schema: Schema, part: Path[number]): readonly Schema[] {
  if (schema instanceof z.ZodArray) return [schema.element];
  if (schema instanceof z.ZodRecord) return [schema.valueType];
  if (!(schema instanceof z.ZodObject)) return [];
  const shape: Readonly<Record<string, Schema>> = schema.shape;
  const field = Object.hasOwn(shape, part) ? shape[part] : undefined;
  return field === undefined ? [] : [field];
}
