/** Account holders, their aliases (phone, e-mail, party code), and their accounts. */
export const accountTables = `
      CREATE TABLE account_holders (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL CHECK (kind IN ('person', 'merchant', 'system')),
        name TEXT NOT NULL,
        language TEXT NOT NULL CHECK (language IN ('en', 'fr')),
        pin_hash TEXT,
        wrong_pins INTEGER NOT NULL DEFAULT 0,
        locked INTEGER NOT NULL DEFAULT 0 CHECK (locked IN (0, 1)),
        may_receive INTEGER NOT NULL DEFAULT 1 CHECK (may_receive IN (0, 1)),
        limits TEXT,
        birthdate TEXT,
        gender TEXT CHECK (gender IN ('MALE', 'FEMALE')),
        created_at INTEGER NOT NULL
      );
      CREATE TABLE aliases (
        type TEXT NOT NULL CHECK (type IN ('MSISDN', 'EMAIL', 'PARTY_CODE')),
        value TEXT NOT NULL,
        holder_id INTEGER NOT NULL REFERENCES account_holders (id),
        PRIMARY KEY (type, value)
      );
      CREATE INDEX aliases_by_holder ON aliases (holder_id, type);
      CREATE TABLE accounts (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        holder_id INTEGER NOT NULL REFERENCES account_holders (id),
        environment TEXT NOT NULL,
        currency TEXT NOT NULL,
        product TEXT NOT NULL,
        may_overdraw INTEGER NOT NULL CHECK (may_overdraw IN (0, 1)),
        balance INTEGER NOT NULL DEFAULT 0,
        last_posting_id INTEGER NOT NULL DEFAULT 0,
        UNIQUE (holder_id, environment, currency, product),
        CONSTRAINT an_account_that_may_not_overdraw_never_does CHECK (may_overdraw = 1 OR balance >= 0)
      );`

/** Before, a person had no data beside name, birth date and gender. */
export const detailsOfPersons = `
      ALTER TABLE account_holders ADD COLUMN details TEXT;`
