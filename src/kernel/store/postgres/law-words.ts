import type { Consequence, DbSchema, Law, View } from '../db-schema.ts'

/** The statements that make the triggers of the laws and consequences, and the views. */
export function lawsInPostgresWords({
  laws,
  consequences,
  views,
}: Pick<Required<DbSchema>, 'laws' | 'consequences' | 'views'>): string[] {
  return [...views.flatMap(viewOf), ...laws.flatMap(lawOf), ...consequences.flatMap(consequenceOf)]
}

function lawOf({ name, table, on, where, refuse }: Law): string[] {
  const row = on === 'delete' ? 'OLD' : 'NEW'
  return triggerOf({ name, when: `BEFORE ${on.toUpperCase()} ON ${table}` }, [
    refusal({ where, refuse }),
    `RETURN ${row};`,
  ])
}

function consequenceOf({ name, table, run }: Consequence): string[] {
  return triggerOf({ name, when: `AFTER INSERT ON ${table}` }, [
    ...run.map((sql) => `${sql};`),
    'RETURN NULL;',
  ])
}

function viewOf({ name, as, insert }: View): string[] {
  const view = `CREATE VIEW ${name} AS\n${as}`
  if (!insert) return [view]
  return [
    view,
    ...triggerOf({ name: insert.name, when: `INSTEAD OF INSERT ON ${name}` }, [
      ...insert.laws.map(refusal),
      ...insert.run.map((sql) => `${sql};`),
      'RETURN NEW;',
    ]),
  ]
}

const refusal = ({ where, refuse }: { where?: string | undefined; refuse: string }) => {
  const raise = `RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = '${refuse.replaceAll("'", "''")}';`
  return where === undefined ? raise : `IF (${where}) THEN ${raise} END IF;`
}

/** Whoever writes, and with which search path: the function finds the tables of its own schema. */
function triggerOf({ name, when }: { name: string; when: string }, body: readonly string[]): string[] {
  return [
    `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $body$
BEGIN
${body.join('\n')}
END
$body$`,
    `CREATE TRIGGER ${name} ${when} FOR EACH ROW EXECUTE FUNCTION ${name}()`,
  ]
}
