CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE clock (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        mode TEXT NOT NULL CHECK (mode IN ('running', 'frozen')),
        offset_ms INTEGER NOT NULL,
        frozen_at INTEGER NOT NULL
      );
CREATE TABLE events (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        phone TEXT,
        at INTEGER NOT NULL,
        data TEXT NOT NULL
      );
CREATE TABLE deadlines (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        ref TEXT NOT NULL,
        due_at INTEGER NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        UNIQUE (kind, ref)
      );
CREATE TABLE deliveries (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        event_id INTEGER NOT NULL REFERENCES events (id),
        subscriber TEXT NOT NULL,
        lane TEXT,
        mode TEXT NOT NULL CHECK (mode IN ('at-most-once', 'at-least-once')),
        due_at INTEGER NOT NULL,
        status TEXT NOT NULL CHECK (status IN ('waiting', 'pending', 'attempting', 'done', 'failed', 'lost')),
        attempts INTEGER NOT NULL DEFAULT 0,
        holder TEXT,
        fault TEXT,
        data TEXT NOT NULL,
        result TEXT,
        created_at INTEGER NOT NULL,
        attempted_at INTEGER
      );
CREATE TABLE leases (name TEXT PRIMARY KEY, holder TEXT NOT NULL, until INTEGER NOT NULL);
CREATE TABLE faults (
        position INTEGER PRIMARY KEY,
        point TEXT NOT NULL,
        plan TEXT NOT NULL,
        met INTEGER NOT NULL DEFAULT 0,
        injected INTEGER NOT NULL DEFAULT 0
      );
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
      );
CREATE TABLE requests_to_pay (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        merchant_id INTEGER NOT NULL REFERENCES account_holders (id),
        product TEXT NOT NULL,
        reference_id TEXT NOT NULL,
        environment TEXT NOT NULL,
        payer_type TEXT NOT NULL,
        payer_value TEXT NOT NULL,
        payer_id INTEGER REFERENCES account_holders (id),
        amount INTEGER NOT NULL CHECK (typeof(amount) = 'integer' AND amount > 0),
        fee INTEGER NOT NULL CHECK (typeof(fee) = 'integer' AND fee >= 0),
        currency TEXT NOT NULL,
        external_id TEXT,
        payer_message TEXT,
        payee_note TEXT,
        pre_approval_id INTEGER REFERENCES pre_approval_items (id),
        script TEXT,
        place INTEGER NOT NULL,
        status TEXT NOT NULL CHECK (status IN ('PENDING', 'SUCCESSFUL', 'FAILED')),
        reason TEXT,
        created_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL,
        settled_at INTEGER,
        UNIQUE (merchant_id, reference_id)
      );
CREATE TABLE pre_approval_items (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        public_id TEXT NOT NULL UNIQUE,
        merchant_id INTEGER NOT NULL REFERENCES account_holders (id),
        reference_id TEXT NOT NULL,
        environment TEXT NOT NULL,
        payer_type TEXT NOT NULL,
        payer_value TEXT NOT NULL,
        payer_id INTEGER REFERENCES account_holders (id),
        currency TEXT NOT NULL,
        message TEXT,
        validity_seconds INTEGER NOT NULL CHECK (typeof(validity_seconds) = 'integer' AND validity_seconds >= 0),
        script TEXT,
        place INTEGER NOT NULL,
        status TEXT NOT NULL CHECK (status IN ('PENDING', 'APPROVED', 'REJECTED', 'EXPIRED', 'CANCELLED', 'FAILED')),
        reason TEXT,
        created_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL,
        settled_at INTEGER,
        valid_until INTEGER,
        last_used_at INTEGER,
        ended_at INTEGER,
        UNIQUE (merchant_id, reference_id)
      );
CREATE TABLE disbursements (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        merchant_id INTEGER NOT NULL REFERENCES account_holders (id),
        product TEXT NOT NULL,
        reference_id TEXT NOT NULL,
        environment TEXT NOT NULL,
        payee_type TEXT NOT NULL,
        payee_value TEXT NOT NULL,
        payee_id INTEGER REFERENCES account_holders (id),
        amount INTEGER NOT NULL CHECK (typeof(amount) = 'integer' AND amount > 0),
        currency TEXT NOT NULL,
        external_id TEXT,
        payer_message TEXT,
        payee_note TEXT,
        script TEXT,
        status TEXT NOT NULL CHECK (status IN ('PENDING', 'SUCCESSFUL', 'FAILED')),
        reason TEXT,
        created_at INTEGER NOT NULL,
        settled_at INTEGER,
        UNIQUE (merchant_id, reference_id)
      );
CREATE TABLE transfers (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL CHECK (kind IN ('funding', 'request-to-pay', 'disbursement')),
        request_id INTEGER UNIQUE REFERENCES requests_to_pay (id),
        disbursement_id INTEGER REFERENCES disbursements (id),
        at INTEGER NOT NULL,
        CHECK ((kind = 'request-to-pay') = (request_id IS NOT NULL) AND (kind = 'disbursement') = (disbursement_id IS NOT NULL))
      );
CREATE TABLE postings (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        transfer_id INTEGER NOT NULL REFERENCES transfers (id),
        debit_account_id INTEGER NOT NULL REFERENCES accounts (id),
        credit_account_id INTEGER NOT NULL REFERENCES accounts (id),
        amount INTEGER NOT NULL CHECK (typeof(amount) = 'integer' AND amount > 0),
        CHECK (debit_account_id <> credit_account_id)
      );
CREATE TABLE incoming_requests (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        merchant_id INTEGER NOT NULL REFERENCES account_holders (id),
        environment TEXT NOT NULL,
        payer_type TEXT NOT NULL CHECK (payer_type IN ('MSISDN', 'EMAIL', 'PARTY_CODE')),
        payer_value TEXT NOT NULL,
        amount INTEGER NOT NULL CHECK (typeof(amount) = 'integer' AND amount BETWEEN 1 AND 1000000000000),
        currency TEXT NOT NULL,
        reference_id TEXT,
        external_id TEXT,
        payer_message TEXT,
        payee_note TEXT
      );
CREATE TABLE handsets (
        msisdn TEXT PRIMARY KEY CHECK (msisdn LIKE '+%' AND length(msisdn) BETWEEN 6 AND 16),
        name TEXT,
        network_code TEXT,
        online INTEGER NOT NULL DEFAULT 1 CHECK (online IN (0, 1)),
        session_id TEXT,
        notice TEXT
      );
CREATE TABLE ussd_sessions (
        id TEXT PRIMARY KEY,
        msisdn TEXT NOT NULL REFERENCES handsets (msisdn),
        service_code TEXT NOT NULL,
        callback_url TEXT NOT NULL,
        events_url TEXT,
        network_code TEXT NOT NULL,
        status TEXT NOT NULL CHECK (status IN ('open', 'ended', 'cancelled', 'timed-out', 'failed')),
        text TEXT NOT NULL,
        masked_text TEXT NOT NULL,
        answers INTEGER NOT NULL CHECK (answers >= 0),
        hops INTEGER NOT NULL CHECK (hops >= 0),
        screen TEXT,
        pages TEXT,
        page INTEGER NOT NULL,
        held TEXT,
        label TEXT,
        labels TEXT NOT NULL,
        last_response TEXT,
        error TEXT,
        warnings TEXT NOT NULL,
        started_at INTEGER NOT NULL,
        ended_at INTEGER,
        idle_due INTEGER NOT NULL,
        session_due INTEGER NOT NULL,
        CHECK ((status = 'open') = (ended_at IS NULL))
      );
CREATE TABLE service_codes (
        code TEXT PRIMARY KEY CHECK (code LIKE '*%#'),
        callback_url TEXT NOT NULL,
        events_url TEXT
      );
CREATE TABLE sms_inbox (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      msisdn TEXT NOT NULL REFERENCES handsets (msisdn),
      sender TEXT NOT NULL,
      text TEXT NOT NULL,
      message_id TEXT NOT NULL,
      accepted_at INTEGER NOT NULL,
      received_at INTEGER NOT NULL
    );
CREATE TABLE sms_underway (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      message_id TEXT NOT NULL UNIQUE,
      msisdn TEXT NOT NULL REFERENCES handsets (msisdn),
      sender TEXT NOT NULL,
      text TEXT NOT NULL,
      premium INTEGER NOT NULL CHECK (premium IN (0, 1)),
      state TEXT NOT NULL CHECK (state IN ('held', 'delayed')),
      accepted_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL
    );
CREATE TABLE sms_outbox (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      msisdn TEXT NOT NULL REFERENCES handsets (msisdn),
      short_code TEXT NOT NULL,
      text TEXT NOT NULL,
      link_id TEXT NOT NULL,
      sent_at INTEGER NOT NULL
    );
CREATE TABLE sms_opt_outs (
      sender TEXT NOT NULL,
      msisdn TEXT NOT NULL,
      opted_out_at INTEGER NOT NULL,
      PRIMARY KEY (sender, msisdn)
    );
CREATE TABLE sms_subscriptions (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      short_code TEXT NOT NULL,
      keyword TEXT NOT NULL,
      msisdn TEXT NOT NULL,
      subscribed_at INTEGER NOT NULL,
      UNIQUE (short_code, keyword, msisdn)
    );
CREATE TABLE sms_account (id INTEGER PRIMARY KEY CHECK (id = 1), spent INTEGER NOT NULL CHECK (spent >= 0));
CREATE TABLE short_codes (
      code TEXT PRIMARY KEY,
      callback_url TEXT,
      delivery_report_url TEXT,
      opt_out_url TEXT
    );
CREATE TABLE payer_sessions (
        id INTEGER PRIMARY KEY,
        session_id TEXT NOT NULL UNIQUE,
        phone TEXT NOT NULL,
        service_code TEXT NOT NULL,
        holder_id INTEGER,
        status TEXT NOT NULL CHECK (status IN ('open', 'over')),
        consumed INTEGER NOT NULL CHECK (consumed >= 0),
        consumed_hash TEXT NOT NULL,
        snapshot TEXT,
        seen_at INTEGER NOT NULL,
        abandoned TEXT,
        CHECK ((status = 'open') = (snapshot IS NOT NULL))
      );
CREATE TABLE payer_replies (
        session INTEGER NOT NULL REFERENCES payer_sessions (id),
        text_hash TEXT NOT NULL,
        body TEXT NOT NULL,
        label TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (session, text_hash)
      ) WITHOUT ROWID;
CREATE TABLE payer_prompts (
        kind TEXT NOT NULL CHECK (kind IN ('request-to-pay', 'pre-approval')),
        item_id INTEGER NOT NULL,
        session_id TEXT NOT NULL UNIQUE,
        phone TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (kind, item_id)
      );
CREATE TABLE momo_api_users (
        id TEXT PRIMARY KEY,
        merchant_id INTEGER NOT NULL UNIQUE,
        provider_callback_host TEXT NOT NULL,
        target_environment TEXT NOT NULL,
        product TEXT CHECK (product IN ('collection', 'disbursement', 'remittance')),
        api_key TEXT,
        created_at INTEGER NOT NULL
      );
CREATE TABLE momo_tokens (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        hash TEXT NOT NULL UNIQUE,
        api_user_id TEXT NOT NULL REFERENCES momo_api_users (id),
        product TEXT NOT NULL CHECK (product IN ('collection', 'disbursement', 'remittance')),
        expires_at INTEGER NOT NULL
      );
CREATE TABLE momo_callbacks (
        merchant_id INTEGER NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('request-to-pay', 'pre-approval', 'transfer')),
        reference_id TEXT NOT NULL,
        url TEXT NOT NULL,
        PRIMARY KEY (merchant_id, kind, reference_id)
      );
CREATE TABLE momo_notifications (
        request_id INTEGER PRIMARY KEY,
        sent_at INTEGER NOT NULL
      );
CREATE TABLE onepipe_request_refs (
        app TEXT NOT NULL,
        request_ref TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (app, request_ref)
      ) WITHOUT ROWID;
CREATE TABLE onepipe_transactions (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        app TEXT NOT NULL,
        transaction_ref TEXT NOT NULL,
        provider TEXT NOT NULL,
        status TEXT NOT NULL CHECK (status IN ('forwarded', 'successful', 'failed')),
        code TEXT,
        message TEXT,
        reference TEXT,
        created_at INTEGER NOT NULL,
        UNIQUE (app, transaction_ref)
      );
CREATE TABLE onepipe_balance_requests (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        client TEXT NOT NULL,
        transaction_ref TEXT NOT NULL,
        state TEXT NOT NULL CHECK (
          state IN ('waiting', 'verified', 'expired', 'locked', 'reversed', 'undelivered', 'unreadable')
        ),
        asks TEXT CHECK (asks IN ('otp', 'pin')),
        snapshot TEXT,
        answer_hash TEXT,
        response TEXT,
        source TEXT,
        phone TEXT,
        reference TEXT NOT NULL,
        demo INTEGER NOT NULL CHECK (demo IN (0, 1)),
        created_at INTEGER NOT NULL,
        UNIQUE (client, transaction_ref),
        CHECK (
          state = 'waiting' OR
          coalesce(snapshot, answer_hash, response, source, phone) IS NULL
        ),
        CHECK (
          state <> 'waiting' OR
          (asks IS NOT NULL AND snapshot IS NOT NULL AND response IS NOT NULL AND source IS NOT NULL AND phone IS NOT NULL)
        )
      );
CREATE TABLE onepipe_source_failures (
        source TEXT PRIMARY KEY,
        failures INTEGER NOT NULL CHECK (failures > 0),
        since INTEGER NOT NULL
      ) WITHOUT ROWID;
INSERT INTO meta VALUES ('key', '4962949562e37b288cd5dd672b74a197ee5bb4b0242bc50d6e58f41c146f69fd');
INSERT INTO meta VALUES ('generation', '1');
INSERT INTO meta VALUES ('filled', '1');
INSERT INTO clock VALUES (1, 'frozen', -28316782675, 1767603600000);
INSERT INTO events VALUES (1, 'request-to-pay.created', '+46733000001', 1767603600000, '{"requestId":1,"referenceId":"269798d2-cfcc-4279-8965-39ef4cbe9d67","merchant":"Kiosk 24","amount":"12.5","currency":"EUR","environment":"sandbox","byHand":true,"automatic":false,"payer":"46733000001","externalId":"17","message":"Order 17","note":"note"}');
INSERT INTO events VALUES (2, 'ussd.pushed', '+46733000001', 1767603600000, '{"sessionId":"ATUid_47a013182fa3d7ef93ea2fae43f05c22","serviceCode":"*165#"}');
INSERT INTO events VALUES (3, 'ussd.hop', '+46733000001', 1767603600000, '{"sessionId":"ATUid_47a013182fa3d7ef93ea2fae43f05c22","text":"","screen":"Pay 12.50 EUR to Kiosk 24?\nRef 17\n1 Approve\n2 Reject\n0 Later","hops":1,"status":"open"}');
INSERT INTO events VALUES (4, 'ussd.hop', '+46733000001', 1767603600000, '{"sessionId":"ATUid_47a013182fa3d7ef93ea2fae43f05c22","text":"1","screen":"Enter your PIN to pay 12.50 EUR to Kiosk 24","hops":2,"status":"open"}');
INSERT INTO events VALUES (5, 'request-to-pay.settled', '+46733000001', 1767603600000, '{"requestId":1,"referenceId":"269798d2-cfcc-4279-8965-39ef4cbe9d67","merchant":"Kiosk 24","amount":"12.5","currency":"EUR","environment":"sandbox","status":"SUCCESSFUL","reason":null,"automatic":false}');
INSERT INTO events VALUES (6, 'ussd.hop', '+46733000001', 1767603600000, '{"sessionId":"ATUid_47a013182fa3d7ef93ea2fae43f05c22","text":"1*****","screen":"Approved. You paid 12.50 EUR to Kiosk 24.\nId 1342957872\nNew balance 487.50 EUR","hops":3,"status":"ended"}');
INSERT INTO events VALUES (7, 'ussd.session-ended', '+46733000001', 1767603600000, '{"sessionId":"ATUid_47a013182fa3d7ef93ea2fae43f05c22","serviceCode":"*165#","status":"ended","hops":3,"durationMs":0,"input":"1*****"}');
INSERT INTO events VALUES (8, 'sms.received', '+46733000001', 1767603600000, '{"from":"AFRICASTKNG","text":"You paid 12.50 EUR to Kiosk 24.\nId 1342957872\nNew balance 487.50 EUR","messageId":"ATXid_477c15d03fa6938424a3e884f7c5cf15"}');
INSERT INTO events VALUES (9, 'account-holder.opened', '+46733099999', 1767603600000, '{"name":"+46733099999","environment":"sandbox"}');
INSERT INTO events VALUES (10, 'request-to-pay.created', '+46733099999', 1767603600000, '{"requestId":2,"referenceId":"7eeae01c-f796-419a-b3cc-6a3922e01b47","merchant":"Kiosk 24","amount":"5","currency":"EUR","environment":"sandbox","byHand":true,"automatic":false,"payer":"46733099999","externalId":"17","message":"Hi","note":"note"}');
INSERT INTO events VALUES (11, 'ussd.pushed', '+46733099999', 1767603600000, '{"sessionId":"ATUid_66d3ac663037db256bad3e1c14290424","serviceCode":"*165#"}');
INSERT INTO events VALUES (12, 'ussd.hop', '+46733099999', 1767603600000, '{"sessionId":"ATUid_66d3ac663037db256bad3e1c14290424","text":"","screen":"Pay 5.00 EUR to Kiosk 24?\nRef 17\n1 Approve\n2 Reject\n0 Later","hops":1,"status":"open"}');
INSERT INTO events VALUES (13, 'request-to-pay.created', '+46733000001', 1767603600000, '{"requestId":3,"referenceId":"0367b93a-4d04-4a3b-8b25-c084e94560dc","merchant":"Kiosk 24","amount":"3","currency":"EUR","environment":"sandbox","byHand":true,"automatic":false,"payer":"46733000001","externalId":"17","message":"Hi","note":"note"}');
INSERT INTO events VALUES (14, 'ussd.pushed', '+46733000001', 1767603600000, '{"sessionId":"ATUid_e0b5dc15e87e761051b7ff308536c52f","serviceCode":"*165#"}');
INSERT INTO events VALUES (15, 'ussd.hop', '+46733000001', 1767603600000, '{"sessionId":"ATUid_e0b5dc15e87e761051b7ff308536c52f","text":"","screen":"Pay 3.00 EUR to Kiosk 24?\nRef 17\n1 Approve\n2 Reject\n0 Later","hops":1,"status":"open"}');
INSERT INTO events VALUES (16, 'balance-request.opened', '+2348022221408', 1767603600000, '{"app":"Lagos Ledger","transactionRef":"t1"}');
INSERT INTO events VALUES (17, 'balance-request.code-issued', '+2348022221408', 1767603600000, '{"app":"Lagos Ledger","transactionRef":"t1"}');
INSERT INTO events VALUES (18, 'sms.received', '+2348022221408', 1767603600000, '{"from":"AFRICASTKNG","text":"**** is your code to show your account balance to Lagos Ledger. It works for 5 minutes. Do not share it.","messageId":"ATXid_1446af013e4a531205e24e9077248a3d"}');
INSERT INTO events VALUES (19, 'balance-request.opened', '+2348022221409', 1767603600000, '{"app":"Lagos Ledger","transactionRef":"t9"}');
INSERT INTO events VALUES (20, 'ussd.hop', '+46733000001', 1767603600000, '{"sessionId":"ATUid_e0b5dc15e87e761051b7ff308536c52f","text":"1","screen":"Enter your PIN to pay 3.00 EUR to Kiosk 24","hops":2,"status":"open"}');
INSERT INTO deadlines VALUES (1, 'momo.token-expiry', '1', 1767607200000, 0);
INSERT INTO deadlines VALUES (6, 'request-to-pay.expiry', '2', 1767603900000, 0);
INSERT INTO deadlines VALUES (7, 'ussd.idle', 'ATUid_66d3ac663037db256bad3e1c14290424', 1767603630000, 0);
INSERT INTO deadlines VALUES (8, 'ussd.session', 'ATUid_66d3ac663037db256bad3e1c14290424', 1767603780000, 0);
INSERT INTO deadlines VALUES (9, 'request-to-pay.expiry', '3', 1767603900000, 0);
INSERT INTO deadlines VALUES (10, 'ussd.idle', 'ATUid_e0b5dc15e87e761051b7ff308536c52f', 1767603630000, 0);
INSERT INTO deadlines VALUES (11, 'ussd.session', 'ATUid_e0b5dc15e87e761051b7ff308536c52f', 1767603780000, 0);
INSERT INTO deadlines VALUES (12, 'onepipe.balance-request-expiry', '1', 1767603900000, 0);
INSERT INTO deadlines VALUES (14, 'onepipe.balance-request-expiry', '2', 1767603900000, 0);
INSERT INTO deliveries VALUES (1, 1, 'payer.prompt', '+46733000001', 'at-least-once', 1767603600000, 'done', 1, NULL, NULL, '{"kind":"request-to-pay","id":1}', '{"outcome":"opened","sessionId":"ATUid_47a013182fa3d7ef93ea2fae43f05c22"}', 1767603600000, 1767603600000);
INSERT INTO deliveries VALUES (2, 5, 'payer.receipt', '+46733000001', 'at-least-once', 1767603600000, 'done', 1, NULL, NULL, '{"text":"You paid 12.50 EUR to Kiosk 24.\nId 1342957872\nNew balance 487.50 EUR"}', '{"sms":"sent"}', 1767603600000, 1767603600000);
INSERT INTO deliveries VALUES (3, 7, 'network.ussd-event', NULL, 'at-most-once', 1767603600000, 'done', 1, NULL, NULL, '{"url":"http://payersim.test/ussd/events"}', '{"status":200}', 1767603600000, 1767603600000);
INSERT INTO deliveries VALUES (4, 10, 'payer.prompt', '+46733099999', 'at-least-once', 1767603600000, 'done', 1, NULL, NULL, '{"kind":"request-to-pay","id":2}', '{"outcome":"opened","sessionId":"ATUid_66d3ac663037db256bad3e1c14290424"}', 1767603600000, 1767603600000);
INSERT INTO deliveries VALUES (5, 13, 'payer.prompt', '+46733000001', 'at-least-once', 1767603600000, 'done', 1, NULL, NULL, '{"kind":"request-to-pay","id":3}', '{"outcome":"opened","sessionId":"ATUid_e0b5dc15e87e761051b7ff308536c52f"}', 1767603600000, 1767603600000);
INSERT INTO account_holders VALUES (1, 'person', 'Ama Lindqvist', 'en', '7338573787d8b2279e3604cc21049261301550bce745b8fbce202a750115e8ce', 0, 0, 1, NULL, '1990-02-01', 'FEMALE', 1767603600000);
INSERT INTO account_holders VALUES (2, 'system', 'payersim float', 'en', NULL, 0, 0, 1, NULL, NULL, NULL, 1767603600000);
INSERT INTO account_holders VALUES (3, 'person', 'Ben Okoro', 'en', 'e5f0a880db3c02cb8201412380ffdb333705ceca478e67fe38ae1ba3e75f4d64', 0, 0, 1, NULL, NULL, NULL, 1767603600000);
INSERT INTO account_holders VALUES (4, 'person', 'Cleo Berg', 'en', '61adbea1be111598f2157feb3961c5e074f1350b0abcf53f849ab688e51bf9b3', 0, 0, 1, NULL, NULL, NULL, 1767603600000);
INSERT INTO account_holders VALUES (5, 'person', 'Kofi Mensah', 'en', '0c90eea484b43b830164dc8a12d6767fb4d58a1ada421ee30a3f7ce7b91b2367', 0, 0, 1, NULL, NULL, NULL, 1767603600000);
INSERT INTO account_holders VALUES (6, 'person', 'Awa Koffi', 'fr', 'a1e88594ffece3bc6c7329356ac3d3b2e96e43308646cae74afe57c3dbd1a5ad', 0, 0, 1, NULL, NULL, NULL, 1767603600000);
INSERT INTO account_holders VALUES (7, 'person', 'Ngozi Adeyemi', 'en', 'c5e1a1536189215d078f9649f0105579773b640d8164348cd8aff98188184345', 0, 0, 1, NULL, NULL, NULL, 1767603600000);
INSERT INTO account_holders VALUES (8, 'person', 'Bola Eze', 'en', '918eb24684ff422d260ee955086a12bf51f375240ddb66d3b56c3cd9b7c759e9', 0, 0, 1, NULL, NULL, NULL, 1767603600000);
INSERT INTO account_holders VALUES (9, 'merchant', 'Kiosk 24', 'en', NULL, 0, 0, 1, NULL, NULL, NULL, 1767603600000);
INSERT INTO account_holders VALUES (10, 'merchant', 'Accra Books', 'en', NULL, 0, 0, 1, NULL, NULL, NULL, 1767603600000);
INSERT INTO account_holders VALUES (11, 'merchant', 'Abidjan Mode', 'en', NULL, 0, 0, 1, NULL, NULL, NULL, 1767603600000);
INSERT INTO account_holders VALUES (12, 'merchant', 'Lagos Market', 'en', NULL, 0, 0, 1, NULL, NULL, NULL, 1767603600000);
INSERT INTO account_holders VALUES (13, 'person', '+46733099999', 'en', '0a1b035fad8c3c9cbed21c7a46e9d484c0826802a9045c0fd85aefd26a4ea0e4', 0, 0, 1, NULL, NULL, NULL, 1767603600000);
INSERT INTO aliases VALUES ('MSISDN', '+46733000001', 1);
INSERT INTO aliases VALUES ('EMAIL', 'ama@example.com', 1);
INSERT INTO aliases VALUES ('PARTY_CODE', '1d6c5b2e-6b1f-4d52-9c43-7f0f7f1c0a01', 1);
INSERT INTO aliases VALUES ('MSISDN', '+46733000002', 3);
INSERT INTO aliases VALUES ('MSISDN', '+46733000003', 4);
INSERT INTO aliases VALUES ('MSISDN', '+233244000001', 5);
INSERT INTO aliases VALUES ('MSISDN', '+2250544000001', 6);
INSERT INTO aliases VALUES ('MSISDN', '+2348022221408', 7);
INSERT INTO aliases VALUES ('MSISDN', '+2348022221409', 8);
INSERT INTO aliases VALUES ('MSISDN', '+46733099999', 13);
INSERT INTO accounts VALUES (1, 1, 'sandbox', 'EUR', '', 0, 48750, 20);
INSERT INTO accounts VALUES (2, 2, 'sandbox', 'EUR', 'float', 1, -3162500, 21);
INSERT INTO accounts VALUES (3, 3, 'sandbox', 'EUR', '', 0, 12000, 2);
INSERT INTO accounts VALUES (4, 4, 'sandbox', 'EUR', '', 0, 500, 3);
INSERT INTO accounts VALUES (5, 5, 'mtnghana', 'GHS', '', 0, 80000, 4);
INSERT INTO accounts VALUES (6, 2, 'mtnghana', 'GHS', 'float', 1, -3080000, 13);
INSERT INTO accounts VALUES (7, 6, 'mtnivorycoast', 'XOF', '', 0, 75000, 5);
INSERT INTO accounts VALUES (8, 2, 'mtnivorycoast', 'XOF', 'float', 1, -105000, 16);
INSERT INTO accounts VALUES (9, 7, 'mtnnigeria', 'NGN', '', 0, 2077099, 6);
INSERT INTO accounts VALUES (10, 2, 'mtnnigeria', 'NGN', 'float', 1, -5617099, 19);
INSERT INTO accounts VALUES (11, 8, 'mtnnigeria', 'NGN', '', 0, 540000, 7);
INSERT INTO accounts VALUES (12, 9, 'sandbox', 'EUR', 'collection', 0, 1001250, 20);
INSERT INTO accounts VALUES (13, 9, 'sandbox', 'EUR', 'disbursement', 0, 1000000, 9);
INSERT INTO accounts VALUES (14, 9, 'sandbox', 'EUR', 'remittance', 0, 1000000, 10);
INSERT INTO accounts VALUES (15, 10, 'mtnghana', 'GHS', 'collection', 0, 1000000, 11);
INSERT INTO accounts VALUES (16, 10, 'mtnghana', 'GHS', 'disbursement', 0, 1000000, 12);
INSERT INTO accounts VALUES (17, 10, 'mtnghana', 'GHS', 'remittance', 0, 1000000, 13);
INSERT INTO accounts VALUES (18, 11, 'mtnivorycoast', 'XOF', 'collection', 0, 10000, 14);
INSERT INTO accounts VALUES (19, 11, 'mtnivorycoast', 'XOF', 'disbursement', 0, 10000, 15);
INSERT INTO accounts VALUES (20, 11, 'mtnivorycoast', 'XOF', 'remittance', 0, 10000, 16);
INSERT INTO accounts VALUES (21, 12, 'mtnnigeria', 'NGN', 'collection', 0, 1000000, 17);
INSERT INTO accounts VALUES (22, 12, 'mtnnigeria', 'NGN', 'disbursement', 0, 1000000, 18);
INSERT INTO accounts VALUES (23, 12, 'mtnnigeria', 'NGN', 'remittance', 0, 1000000, 19);
INSERT INTO accounts VALUES (24, 13, 'sandbox', 'EUR', '', 0, 100000, 21);
INSERT INTO requests_to_pay VALUES (1, 9, 'collection', '269798d2-cfcc-4279-8965-39ef4cbe9d67', 'sandbox', 'MSISDN', '46733000001', 1, 1250, 0, 'EUR', '17', 'Order 17', 'note', NULL, NULL, 1, 'SUCCESSFUL', NULL, 1767603600000, 1767603900000, 1767603600000);
INSERT INTO requests_to_pay VALUES (2, 9, 'collection', '7eeae01c-f796-419a-b3cc-6a3922e01b47', 'sandbox', 'MSISDN', '46733099999', 13, 500, 0, 'EUR', '17', 'Hi', 'note', NULL, NULL, 1, 'PENDING', NULL, 1767603600000, 1767603900000, NULL);
INSERT INTO requests_to_pay VALUES (3, 9, 'collection', '0367b93a-4d04-4a3b-8b25-c084e94560dc', 'sandbox', 'MSISDN', '46733000001', 1, 300, 0, 'EUR', '17', 'Hi', 'note', NULL, NULL, 1, 'PENDING', NULL, 1767603600000, 1767603900000, NULL);
INSERT INTO transfers VALUES (1, 'funding', NULL, NULL, 1767603600000);
INSERT INTO transfers VALUES (2, 'funding', NULL, NULL, 1767603600000);
INSERT INTO transfers VALUES (3, 'funding', NULL, NULL, 1767603600000);
INSERT INTO transfers VALUES (4, 'funding', NULL, NULL, 1767603600000);
INSERT INTO transfers VALUES (5, 'funding', NULL, NULL, 1767603600000);
INSERT INTO transfers VALUES (6, 'funding', NULL, NULL, 1767603600000);
INSERT INTO transfers VALUES (7, 'funding', NULL, NULL, 1767603600000);
INSERT INTO transfers VALUES (8, 'funding', NULL, NULL, 1767603600000);
INSERT INTO transfers VALUES (9, 'funding', NULL, NULL, 1767603600000);
INSERT INTO transfers VALUES (10, 'funding', NULL, NULL, 1767603600000);
INSERT INTO transfers VALUES (11, 'funding', NULL, NULL, 1767603600000);
INSERT INTO transfers VALUES (12, 'funding', NULL, NULL, 1767603600000);
INSERT INTO transfers VALUES (13, 'funding', NULL, NULL, 1767603600000);
INSERT INTO transfers VALUES (14, 'funding', NULL, NULL, 1767603600000);
INSERT INTO transfers VALUES (15, 'funding', NULL, NULL, 1767603600000);
INSERT INTO transfers VALUES (16, 'funding', NULL, NULL, 1767603600000);
INSERT INTO transfers VALUES (17, 'funding', NULL, NULL, 1767603600000);
INSERT INTO transfers VALUES (18, 'funding', NULL, NULL, 1767603600000);
INSERT INTO transfers VALUES (19, 'funding', NULL, NULL, 1767603600000);
INSERT INTO transfers VALUES (20, 'request-to-pay', 1, NULL, 1767603600000);
INSERT INTO transfers VALUES (21, 'funding', NULL, NULL, 1767603600000);
INSERT INTO postings VALUES (1, 1, 2, 1, 50000);
INSERT INTO postings VALUES (2, 2, 2, 3, 12000);
INSERT INTO postings VALUES (3, 3, 2, 4, 500);
INSERT INTO postings VALUES (4, 4, 6, 5, 80000);
INSERT INTO postings VALUES (5, 5, 8, 7, 75000);
INSERT INTO postings VALUES (6, 6, 10, 9, 2077099);
INSERT INTO postings VALUES (7, 7, 10, 11, 540000);
INSERT INTO postings VALUES (8, 8, 2, 12, 1000000);
INSERT INTO postings VALUES (9, 9, 2, 13, 1000000);
INSERT INTO postings VALUES (10, 10, 2, 14, 1000000);
INSERT INTO postings VALUES (11, 11, 6, 15, 1000000);
INSERT INTO postings VALUES (12, 12, 6, 16, 1000000);
INSERT INTO postings VALUES (13, 13, 6, 17, 1000000);
INSERT INTO postings VALUES (14, 14, 8, 18, 10000);
INSERT INTO postings VALUES (15, 15, 8, 19, 10000);
INSERT INTO postings VALUES (16, 16, 8, 20, 10000);
INSERT INTO postings VALUES (17, 17, 10, 21, 1000000);
INSERT INTO postings VALUES (18, 18, 10, 22, 1000000);
INSERT INTO postings VALUES (19, 19, 10, 23, 1000000);
INSERT INTO postings VALUES (20, 20, 1, 12, 1250);
INSERT INTO postings VALUES (21, 21, 2, 24, 100000);
INSERT INTO handsets VALUES ('+46733000001', 'Ama Lindqvist', NULL, 1, 'ATUid_e0b5dc15e87e761051b7ff308536c52f', NULL);
INSERT INTO handsets VALUES ('+46733000002', 'Ben Okoro', NULL, 1, NULL, NULL);
INSERT INTO handsets VALUES ('+46733000003', 'Cleo Berg', NULL, 1, NULL, NULL);
INSERT INTO handsets VALUES ('+233244000001', 'Kofi Mensah', NULL, 1, NULL, NULL);
INSERT INTO handsets VALUES ('+2250544000001', 'Awa Koffi', NULL, 1, NULL, NULL);
INSERT INTO handsets VALUES ('+2348022221408', 'Ngozi Adeyemi', NULL, 1, NULL, NULL);
INSERT INTO handsets VALUES ('+2348022221409', 'Bola Eze', NULL, 1, NULL, NULL);
INSERT INTO handsets VALUES ('+46733099999', NULL, NULL, 1, 'ATUid_66d3ac663037db256bad3e1c14290424', NULL);
INSERT INTO ussd_sessions VALUES ('ATUid_47a013182fa3d7ef93ea2fae43f05c22', '+46733000001', '*165#', 'http://payersim.test/ussd', 'http://payersim.test/ussd/events', '99999', 'ended', '1*****', '1*****', 2, 3, 'Approved. You paid 12.50 EUR to Kiosk 24.
Id 1342957872
New balance 487.50 EUR', NULL, 0, NULL, 'result', 'approval|pin|result', 'END Approved. You paid 12.50 EUR to Kiosk 24.
Id 1342957872
New balance 487.50 EUR', NULL, '[]', 1767603600000, 1767603600000, 1767603630000, 1767603780000);
INSERT INTO ussd_sessions VALUES ('ATUid_66d3ac663037db256bad3e1c14290424', '+46733099999', '*165#', 'http://payersim.test/ussd', 'http://payersim.test/ussd/events', '99999', 'open', '', '', 0, 1, 'Pay 5.00 EUR to Kiosk 24?
Ref 17
1 Approve
2 Reject
0 Later', NULL, 0, NULL, 'approval', 'approval', 'CON Pay 5.00 EUR to Kiosk 24?
Ref 17
1 Approve
2 Reject
0 Later', NULL, '[]', 1767603600000, NULL, 1767603630000, 1767603780000);
INSERT INTO ussd_sessions VALUES ('ATUid_e0b5dc15e87e761051b7ff308536c52f', '+46733000001', '*165#', 'http://payersim.test/ussd', 'http://payersim.test/ussd/events', '99999', 'open', '1', '1', 1, 2, 'Enter your PIN to pay 3.00 EUR to Kiosk 24', NULL, 0, NULL, 'pin', 'approval|pin', 'CON Enter your PIN to pay 3.00 EUR to Kiosk 24', NULL, '[]', 1767603600000, NULL, 1767603630000, 1767603780000);
INSERT INTO service_codes VALUES ('*165#', 'http://payersim.test/ussd', 'http://payersim.test/ussd/events');
INSERT INTO sms_inbox VALUES (1, '+46733000001', 'AFRICASTKNG', 'You paid 12.50 EUR to Kiosk 24.
Id 1342957872
New balance 487.50 EUR', 'ATXid_477c15d03fa6938424a3e884f7c5cf15', 1767603600000, 1767603600000);
INSERT INTO sms_inbox VALUES (2, '+2348022221408', 'AFRICASTKNG', '153398 is your code to show your account balance to Lagos Ledger. It works for 5 minutes. Do not share it.', 'ATXid_1446af013e4a531205e24e9077248a3d', 1767603600000, 1767603600000);
INSERT INTO sms_account VALUES (1, 158);
INSERT INTO payer_sessions VALUES (1, 'ATUid_47a013182fa3d7ef93ea2fae43f05c22', '+46733000001', '*165#', 1, 'over', 2, '70f838804a82f871ee0f4110bd7a25ca0e80055fcd2c0e9dd479f9d44cc095e9', NULL, 1767603600000, NULL);
INSERT INTO payer_sessions VALUES (2, 'ATUid_66d3ac663037db256bad3e1c14290424', '+46733099999', '*165#', 13, 'open', 0, '5fc004f79fed6ca350e351b520bfbb620f3c13ffd51d447ed041a5b27a7f5bbf', '{"machine":"prompt","version":2,"snapshot":{"status":"active","value":"approval","context":{"language":"en","prompted":{"kind":"request-to-pay","id":2},"waiting":0,"offset":0,"more":false,"items":[],"item":{"kind":"request-to-pay","id":2,"at":1767603600000,"merchant":"Kiosk 24","amount":500,"fee":0,"currency":"EUR","externalId":"17","referenceId":"7eeae01c-f796-419a-b3cc-6a3922e01b47"},"payments":[],"hint":null}}}', 1767603600000, NULL);
INSERT INTO payer_sessions VALUES (3, 'ATUid_e0b5dc15e87e761051b7ff308536c52f', '+46733000001', '*165#', 1, 'open', 1, '17d8d92654969bbe10fe0b4de5e7be3d7afbd96ceefd26d83adfa4bb2ed7badd', '{"machine":"prompt","version":2,"snapshot":{"status":"active","value":"pin","context":{"language":"en","prompted":{"kind":"request-to-pay","id":3},"waiting":0,"offset":0,"more":false,"items":[],"item":{"kind":"request-to-pay","id":3,"at":1767603600000,"merchant":"Kiosk 24","amount":300,"fee":0,"currency":"EUR","externalId":"17","referenceId":"0367b93a-4d04-4a3b-8b25-c084e94560dc"},"payments":[],"hint":null}}}', 1767603600000, NULL);
INSERT INTO payer_replies VALUES (1, '22c5b9c11fd7356418dc7710f97e7ef4662171bb58d6ff8c0dad8b9d900f4e66', 'CON Enter your PIN to pay 12.50 EUR to Kiosk 24', 'pin', 1767603600000);
INSERT INTO payer_replies VALUES (1, '70f838804a82f871ee0f4110bd7a25ca0e80055fcd2c0e9dd479f9d44cc095e9', 'END Approved. You paid 12.50 EUR to Kiosk 24.
Id 1342957872
New balance 487.50 EUR', 'result', 1767603600000);
INSERT INTO payer_replies VALUES (1, '879815f6f7d01a3abc8f9309f05e4bc4859d68aacac9d3f8c37d865cff85c2d4', 'CON Pay 12.50 EUR to Kiosk 24?
Ref 17
1 Approve
2 Reject
0 Later', 'approval', 1767603600000);
INSERT INTO payer_replies VALUES (2, '5fc004f79fed6ca350e351b520bfbb620f3c13ffd51d447ed041a5b27a7f5bbf', 'CON Pay 5.00 EUR to Kiosk 24?
Ref 17
1 Approve
2 Reject
0 Later', 'approval', 1767603600000);
INSERT INTO payer_replies VALUES (3, '17d8d92654969bbe10fe0b4de5e7be3d7afbd96ceefd26d83adfa4bb2ed7badd', 'CON Enter your PIN to pay 3.00 EUR to Kiosk 24', 'pin', 1767603600000);
INSERT INTO payer_replies VALUES (3, '5c430ea832adb0ba4f4800d230169036e6fe0937290f1156056f86dd7d383ced', 'CON Pay 3.00 EUR to Kiosk 24?
Ref 17
1 Approve
2 Reject
0 Later', 'approval', 1767603600000);
INSERT INTO payer_prompts VALUES ('request-to-pay', 1, 'ATUid_47a013182fa3d7ef93ea2fae43f05c22', '+46733000001', 1767603600000);
INSERT INTO payer_prompts VALUES ('request-to-pay', 2, 'ATUid_66d3ac663037db256bad3e1c14290424', '+46733099999', 1767603600000);
INSERT INTO payer_prompts VALUES ('request-to-pay', 3, 'ATUid_e0b5dc15e87e761051b7ff308536c52f', '+46733000001', 1767603600000);
INSERT INTO momo_api_users VALUES ('5a1e0001-0000-4000-8000-000000000001', 9, 'localhost', 'sandbox', NULL, '5a1e000100000000000000000000a001', 1767603600000);
INSERT INTO momo_api_users VALUES ('5a1e0002-0000-4000-8000-000000000002', 10, 'localhost', 'mtnghana', NULL, '5a1e000200000000000000000000a002', 1767603600000);
INSERT INTO momo_api_users VALUES ('5a1e0003-0000-4000-8000-000000000003', 11, 'localhost', 'mtnivorycoast', NULL, '5a1e000300000000000000000000a003', 1767603600000);
INSERT INTO momo_api_users VALUES ('5a1e0004-0000-4000-8000-000000000004', 12, 'localhost', 'mtnnigeria', NULL, '5a1e000400000000000000000000a004', 1767603600000);
INSERT INTO momo_tokens VALUES (1, '586508f1b41173504cb542ecc9b358fa43ae6083b00e4305598d35d897402f83', '5a1e0001-0000-4000-8000-000000000001', 'collection', 1767607200000);
INSERT INTO onepipe_request_refs VALUES ('Lagos Ledger', 'r17959203854380', 1767603600000);
INSERT INTO onepipe_request_refs VALUES ('Lagos Ledger', 'r17959203859641', 1767603600000);
INSERT INTO onepipe_transactions VALUES (1, 'Lagos Ledger', 't1', 'Beeceptor', 'forwarded', '900T0', NULL, NULL, 1767603600000);
INSERT INTO onepipe_transactions VALUES (2, 'Lagos Ledger', 't9', 'Beeceptor', 'forwarded', '09', NULL, NULL, 1767603600000);
INSERT INTO onepipe_balance_requests VALUES (1, 'Lagos Ledger', 't1', 'waiting', 'otp', '{"machine":"otp-challenge","version":1,"snapshot":{"status":"active","value":"waiting","context":{"triesLeft":3,"issuesLeft":3,"expiresAt":1767603900000,"nextIssueAt":1767603630000,"lifeMs":300000,"cooldownMs":30000}}}', '889025693d3401af6ca2cff516732791e9eb053b439521441a205ff6ccdaccfb', '{"account_id":"00000000000007","account_type":"Current","account_number":"6200000766","available_balance":2077099,"ledger_balance":2077099,"minimum_balance":0,"account_class":"INDCUR","account_status":"ACCOUNT OPEN","currency":"NGN","reference":"258629880420475066322471153823","meta":{}}', '47da4dac541f29481afc702886f1bf32416d6ffb0566a218909736e6352b09cb', '+2348022221408', '258629880420475066322471153823', 0, 1767603600000);
INSERT INTO onepipe_balance_requests VALUES (2, 'Lagos Ledger', 't9', 'waiting', 'pin', '{"machine":"otp-challenge","version":1,"snapshot":{"status":"active","value":"waiting","context":{"triesLeft":3,"issuesLeft":0,"expiresAt":1767603900000,"nextIssueAt":1767603600000,"lifeMs":300000,"cooldownMs":30000}}}', '0b6fa925b136bbe382f013afb991f029d2537dcd9c4898b1d78473904f392542', '{"account_id":"00000000000008","account_type":"Wallet","account_number":"7000000417","available_balance":540000,"ledger_balance":540000,"minimum_balance":0,"account_class":"INDWAL","account_status":"ACCOUNT OPEN","currency":"NGN","reference":"019774230347255843036148747836","meta":{}}', '6ad3a8e496839ef6c534cbbccf6eca26005d9a15d5463d8a263944b9bf7caf79', '+2348022221409', '019774230347255843036148747836', 0, 1767603600000);
INSERT OR REPLACE INTO sqlite_sequence VALUES ('account_holders', 13);
INSERT OR REPLACE INTO sqlite_sequence VALUES ('accounts', 24);
INSERT OR REPLACE INTO sqlite_sequence VALUES ('transfers', 21);
INSERT OR REPLACE INTO sqlite_sequence VALUES ('postings', 21);
INSERT OR REPLACE INTO sqlite_sequence VALUES ('momo_tokens', 1);
INSERT OR REPLACE INTO sqlite_sequence VALUES ('deadlines', 14);
INSERT OR REPLACE INTO sqlite_sequence VALUES ('requests_to_pay', 3);
INSERT OR REPLACE INTO sqlite_sequence VALUES ('events', 20);
INSERT OR REPLACE INTO sqlite_sequence VALUES ('deliveries', 5);
INSERT OR REPLACE INTO sqlite_sequence VALUES ('sms_inbox', 2);
INSERT OR REPLACE INTO sqlite_sequence VALUES ('onepipe_transactions', 2);
INSERT OR REPLACE INTO sqlite_sequence VALUES ('onepipe_balance_requests', 2);
CREATE INDEX deadlines_by_due ON deadlines (due_at, id);
CREATE INDEX deliveries_due ON deliveries (due_at, id, subscriber) WHERE status = 'pending';
CREATE INDEX deliveries_pending ON deliveries (subscriber, due_at, id) WHERE status = 'pending';
CREATE INDEX deliveries_of_lane ON deliveries (lane, status, id) WHERE status IN ('waiting', 'pending', 'attempting');
CREATE INDEX deliveries_attempting ON deliveries (id) WHERE status = 'attempting';
CREATE INDEX deliveries_postponed ON deliveries (fault) WHERE fault IS NOT NULL;
CREATE INDEX aliases_by_holder ON aliases (holder_id, type);
CREATE INDEX requests_to_pay_pending ON requests_to_pay (payer_id, place, expires_at)
        WHERE status = 'PENDING' AND script IS NULL;
CREATE INDEX pre_approvals_pending ON pre_approval_items (payer_id, place, expires_at)
        WHERE status = 'PENDING' AND script IS NULL;
CREATE INDEX pre_approvals_of_payers ON pre_approval_items (payer_id, status, settled_at);
CREATE INDEX disbursements_by_payee ON disbursements (payee_id, id);
CREATE UNIQUE INDEX transfers_by_disbursement ON transfers (disbursement_id) WHERE disbursement_id IS NOT NULL;
CREATE INDEX postings_by_debit ON postings (debit_account_id, id);
CREATE INDEX postings_by_transfer ON postings (transfer_id);
CREATE TRIGGER postings_stay_in_one_currency BEFORE INSERT ON postings
      WHEN (SELECT currency || ' ' || environment FROM accounts WHERE id = NEW.debit_account_id)
        IS NOT (SELECT currency || ' ' || environment FROM accounts WHERE id = NEW.credit_account_id)
      BEGIN SELECT RAISE(ABORT, 'a posting stays within one currency and environment'); END;
CREATE TRIGGER postings_belong_to_open_transfers BEFORE INSERT ON postings
      WHEN EXISTS (
        SELECT 1 FROM transfers t WHERE t.id = NEW.transfer_id AND CASE t.kind
          WHEN 'funding' THEN EXISTS (SELECT 1 FROM postings p WHERE p.transfer_id = t.id)
          WHEN 'disbursement' THEN (SELECT status FROM disbursements WHERE id = t.disbursement_id) <> 'PENDING'
          ELSE (SELECT status FROM requests_to_pay WHERE id = t.request_id) <> 'PENDING' END)
      BEGIN SELECT RAISE(ABORT, 'a transfer is final'); END;
CREATE TRIGGER postings_are_not_replaced BEFORE INSERT ON postings
      WHEN EXISTS (SELECT 1 FROM postings WHERE id = NEW.id)
      BEGIN SELECT RAISE(ABORT, 'a posting is final'); END;
CREATE TRIGGER transfers_are_not_replaced BEFORE INSERT ON transfers
      WHEN EXISTS (SELECT 1 FROM transfers WHERE id = NEW.id)
        OR (NEW.request_id IS NOT NULL AND EXISTS (SELECT 1 FROM transfers WHERE request_id = NEW.request_id))
        OR (NEW.disbursement_id IS NOT NULL AND EXISTS (SELECT 1 FROM transfers WHERE disbursement_id = NEW.disbursement_id))
      BEGIN SELECT RAISE(ABORT, 'a transfer is final'); END;
CREATE TRIGGER accounts_are_not_replaced BEFORE INSERT ON accounts
      WHEN EXISTS (SELECT 1 FROM accounts WHERE id = NEW.id OR (holder_id = NEW.holder_id
        AND environment = NEW.environment AND currency = NEW.currency AND product = NEW.product))
      BEGIN SELECT RAISE(ABORT, 'there is such an account already'); END;
CREATE TRIGGER requests_to_pay_are_not_replaced BEFORE INSERT ON requests_to_pay
      WHEN EXISTS (SELECT 1 FROM requests_to_pay WHERE id = NEW.id
        OR (merchant_id = NEW.merchant_id AND reference_id = NEW.reference_id))
      BEGIN SELECT RAISE(ABORT, 'there is such a request to pay already'); END;
CREATE TRIGGER postings_move_money AFTER INSERT ON postings BEGIN
        UPDATE accounts SET balance = balance - NEW.amount, last_posting_id = NEW.id WHERE id = NEW.debit_account_id;
        UPDATE accounts SET balance = balance + NEW.amount, last_posting_id = NEW.id WHERE id = NEW.credit_account_id;
      END;
CREATE TRIGGER postings_are_final_update BEFORE UPDATE ON postings
      BEGIN SELECT RAISE(ABORT, 'a posting is final'); END;
CREATE TRIGGER postings_are_final_delete BEFORE DELETE ON postings
      BEGIN SELECT RAISE(ABORT, 'a posting is final'); END;
CREATE TRIGGER transfers_are_final_update BEFORE UPDATE ON transfers
      BEGIN SELECT RAISE(ABORT, 'a transfer is final'); END;
CREATE TRIGGER transfers_are_final_delete BEFORE DELETE ON transfers
      BEGIN SELECT RAISE(ABORT, 'a transfer is final'); END;
CREATE TRIGGER accounts_start_empty BEFORE INSERT ON accounts WHEN NEW.balance <> 0 OR NEW.last_posting_id <> 0
      BEGIN SELECT RAISE(ABORT, 'an account starts empty'); END;
CREATE TRIGGER accounts_change_by_posting BEFORE UPDATE ON accounts
      WHEN NEW.id <> OLD.id OR NEW.currency <> OLD.currency OR NEW.environment <> OLD.environment
        OR NEW.last_posting_id <= OLD.last_posting_id
        OR NOT EXISTS (
          SELECT 1 FROM postings p WHERE p.id = NEW.last_posting_id AND (
            (p.debit_account_id = NEW.id AND NEW.balance = OLD.balance - p.amount) OR
            (p.credit_account_id = NEW.id AND NEW.balance = OLD.balance + p.amount)))
      BEGIN SELECT RAISE(ABORT, 'a balance changes only by a posting'); END;
CREATE TRIGGER accounts_stay BEFORE DELETE ON accounts
      BEGIN SELECT RAISE(ABORT, 'an account is never deleted'); END;
CREATE TRIGGER requests_to_pay_start_pending BEFORE INSERT ON requests_to_pay
      WHEN NEW.status <> 'PENDING' OR NEW.reason IS NOT NULL OR NEW.settled_at IS NOT NULL
      BEGIN SELECT RAISE(ABORT, 'a request to pay starts pending'); END;
CREATE TRIGGER requests_to_pay_end_once BEFORE UPDATE ON requests_to_pay WHEN OLD.status <> 'PENDING'
      BEGIN SELECT RAISE(ABORT, 'a terminal status never changes'); END;
CREATE TRIGGER requests_to_pay_keep_their_terms BEFORE UPDATE ON requests_to_pay
      WHEN NEW.amount <> OLD.amount OR NEW.fee <> OLD.fee OR NEW.currency <> OLD.currency
        OR NEW.merchant_id <> OLD.merchant_id OR NEW.reference_id <> OLD.reference_id OR NEW.payer_id IS NOT OLD.payer_id
        OR NEW.id <> OLD.id OR NEW.product <> OLD.product OR NEW.environment <> OLD.environment
        OR NEW.payer_type <> OLD.payer_type OR NEW.payer_value <> OLD.payer_value OR NEW.expires_at <> OLD.expires_at
        OR NEW.pre_approval_id IS NOT OLD.pre_approval_id
      BEGIN SELECT RAISE(ABORT, 'the terms of a request to pay never change'); END;
CREATE TRIGGER requests_to_pay_succeed_with_money BEFORE UPDATE ON requests_to_pay
      WHEN CASE NEW.status WHEN 'SUCCESSFUL' THEN NEW.amount + NEW.fee ELSE 0 END <> COALESCE((
        SELECT SUM(p.amount) FROM transfers t JOIN postings p ON p.transfer_id = t.id WHERE t.request_id = NEW.id), 0)
      BEGIN SELECT RAISE(ABORT, 'a request to pay is successful when its money has moved, and only then'); END;
CREATE TRIGGER requests_to_pay_stay BEFORE DELETE ON requests_to_pay
      BEGIN SELECT RAISE(ABORT, 'a request to pay is never deleted'); END;
CREATE TRIGGER disbursements_are_not_replaced BEFORE INSERT ON disbursements
      WHEN EXISTS (SELECT 1 FROM disbursements WHERE id = NEW.id
        OR (merchant_id = NEW.merchant_id AND reference_id = NEW.reference_id))
      BEGIN SELECT RAISE(ABORT, 'there is such a disbursement already'); END;
CREATE TRIGGER disbursements_start_pending BEFORE INSERT ON disbursements
      WHEN NEW.status <> 'PENDING' OR NEW.reason IS NOT NULL OR NEW.settled_at IS NOT NULL
      BEGIN SELECT RAISE(ABORT, 'a disbursement starts pending'); END;
CREATE TRIGGER disbursements_end_once BEFORE UPDATE ON disbursements WHEN OLD.status <> 'PENDING'
      BEGIN SELECT RAISE(ABORT, 'a terminal status never changes'); END;
CREATE TRIGGER disbursements_keep_their_terms BEFORE UPDATE ON disbursements
      WHEN NEW.amount <> OLD.amount OR NEW.currency <> OLD.currency OR NEW.merchant_id <> OLD.merchant_id
        OR NEW.reference_id <> OLD.reference_id OR NEW.payee_id IS NOT OLD.payee_id OR NEW.id <> OLD.id
        OR NEW.product <> OLD.product OR NEW.environment <> OLD.environment OR NEW.payee_type <> OLD.payee_type
        OR NEW.payee_value <> OLD.payee_value
      BEGIN SELECT RAISE(ABORT, 'the terms of a disbursement never change'); END;
CREATE TRIGGER disbursements_succeed_with_money BEFORE UPDATE ON disbursements
      WHEN CASE NEW.status WHEN 'SUCCESSFUL' THEN NEW.amount ELSE 0 END <> COALESCE((
        SELECT SUM(p.amount) FROM transfers t JOIN postings p ON p.transfer_id = t.id WHERE t.disbursement_id = NEW.id), 0)
      BEGIN SELECT RAISE(ABORT, 'a disbursement is successful when its money has moved, and only then'); END;
CREATE TRIGGER disbursements_stay BEFORE DELETE ON disbursements
      BEGIN SELECT RAISE(ABORT, 'a disbursement is never deleted'); END;
CREATE TRIGGER pre_approvals_are_not_replaced BEFORE INSERT ON pre_approval_items
      WHEN EXISTS (SELECT 1 FROM pre_approval_items WHERE id = NEW.id OR public_id = NEW.public_id
        OR (merchant_id = NEW.merchant_id AND reference_id = NEW.reference_id))
      BEGIN SELECT RAISE(ABORT, 'there is such a pre-approval already'); END;
CREATE TRIGGER pre_approvals_start_pending BEFORE INSERT ON pre_approval_items
      WHEN NEW.status <> 'PENDING' OR NEW.reason IS NOT NULL OR NEW.settled_at IS NOT NULL OR NEW.valid_until IS NOT NULL
        OR NEW.last_used_at IS NOT NULL OR NEW.ended_at IS NOT NULL
      BEGIN SELECT RAISE(ABORT, 'a pre-approval starts pending'); END;
CREATE TRIGGER pre_approvals_end_once BEFORE UPDATE ON pre_approval_items
      WHEN CASE OLD.status
        WHEN 'PENDING' THEN NEW.status NOT IN ('APPROVED', 'REJECTED', 'EXPIRED', 'FAILED')
        WHEN 'APPROVED' THEN NEW.status NOT IN ('APPROVED', 'CANCELLED', 'EXPIRED')
          OR NEW.valid_until IS NOT OLD.valid_until OR NEW.settled_at IS NOT OLD.settled_at
        ELSE 1 END
      BEGIN SELECT RAISE(ABORT, 'a terminal status never changes'); END;
CREATE TRIGGER pre_approvals_keep_their_terms BEFORE UPDATE ON pre_approval_items
      WHEN NEW.id <> OLD.id OR NEW.public_id <> OLD.public_id OR NEW.merchant_id <> OLD.merchant_id
        OR NEW.reference_id <> OLD.reference_id OR NEW.environment <> OLD.environment OR NEW.payer_id IS NOT OLD.payer_id
        OR NEW.payer_type <> OLD.payer_type OR NEW.payer_value <> OLD.payer_value OR NEW.currency <> OLD.currency
        OR NEW.message IS NOT OLD.message OR NEW.validity_seconds <> OLD.validity_seconds OR NEW.expires_at <> OLD.expires_at
      BEGIN SELECT RAISE(ABORT, 'the terms of a pre-approval never change'); END;
CREATE TRIGGER pre_approvals_stay BEFORE DELETE ON pre_approval_items
      BEGIN SELECT RAISE(ABORT, 'a pre-approval is never deleted'); END;
CREATE TRIGGER requests_to_pay_debited_under_a_pre_approval BEFORE INSERT ON requests_to_pay
      WHEN NEW.pre_approval_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM pre_approval_items a WHERE a.id = NEW.pre_approval_id AND a.status = 'APPROVED'
          AND a.merchant_id = NEW.merchant_id AND a.payer_id = NEW.payer_id AND a.currency = NEW.currency
          AND a.environment = NEW.environment AND (a.valid_until IS NULL OR a.valid_until > NEW.created_at))
      BEGIN SELECT RAISE(ABORT, 'no such pre-approval is in force'); END;
CREATE VIEW balances AS
        SELECT a.id AS account_id, h.id AS account_holder_id, h.kind AS kind, h.name AS name,
          (SELECT value FROM aliases WHERE holder_id = h.id AND type = 'MSISDN' LIMIT 1) AS phone,
          a.environment, a.currency, a.product, a.balance
        FROM accounts a JOIN account_holders h ON h.id = a.holder_id;
CREATE VIEW entries AS
        SELECT p.id AS posting_id, p.transfer_id, p.debit_account_id AS account_id, -p.amount AS amount, t.at, t.request_id,
          t.disbursement_id
        FROM postings p JOIN transfers t ON t.id = p.transfer_id
        UNION ALL
        SELECT p.id, p.transfer_id, p.credit_account_id, p.amount, t.at, t.request_id, t.disbursement_id
        FROM postings p JOIN transfers t ON t.id = p.transfer_id;
CREATE VIEW requests AS
        SELECT r.id, r.reference_id, m.name AS merchant, r.environment, r.payer_type, r.payer_value AS payer, r.amount, r.fee,
          r.currency, r.external_id, r.payer_message, r.payee_note, r.status, r.reason, r.created_at, r.expires_at, r.settled_at
        FROM requests_to_pay r JOIN account_holders m ON m.id = r.merchant_id;
CREATE VIEW pre_approvals AS
        SELECT a.id, a.reference_id, a.public_id AS pre_approval_id, m.name AS merchant, a.environment, a.payer_type,
          a.payer_value AS payer, a.currency, a.message, a.validity_seconds, a.status, a.reason, a.created_at, a.expires_at,
          a.settled_at, a.valid_until, a.last_used_at, a.ended_at
        FROM pre_approval_items a JOIN account_holders m ON m.id = a.merchant_id;
CREATE TRIGGER requests_insert INSTEAD OF INSERT ON requests BEGIN
        SELECT RAISE(ABORT, 'no merchant of this name: see SELECT name FROM balances WHERE kind = ''merchant''')
          WHERE NOT EXISTS (SELECT 1 FROM account_holders WHERE kind = 'merchant' AND name = NEW.merchant);
        SELECT RAISE(ABORT, 'this merchant has used this reference_id')
          WHERE EXISTS (
            SELECT 1 FROM requests_to_pay r JOIN account_holders m ON m.id = r.merchant_id
            WHERE m.name = NEW.merchant AND r.reference_id = lower(NEW.reference_id));
        INSERT INTO incoming_requests (merchant_id, environment, payer_type, payer_value, amount, currency,
          reference_id, external_id, payer_message, payee_note)
        VALUES ((SELECT MIN(id) FROM account_holders WHERE kind = 'merchant' AND name = NEW.merchant),
          COALESCE(NEW.environment, 'sandbox'), COALESCE(NEW.payer_type, 'MSISDN'), NEW.payer, NEW.amount, NEW.currency,
          lower(NEW.reference_id), NEW.external_id, NEW.payer_message, NEW.payee_note);
        INSERT INTO deadlines (kind, ref, due_at)
        VALUES ('request-to-pay.incoming', (SELECT MAX(id) FROM incoming_requests), 0);
      END;
CREATE UNIQUE INDEX ussd_sessions_one_open ON ussd_sessions (msisdn) WHERE status = 'open';
CREATE INDEX sms_inbox_by_handset ON sms_inbox (msisdn, id);
CREATE INDEX sms_underway_by_handset ON sms_underway (msisdn, id);
CREATE INDEX sms_outbox_by_handset ON sms_outbox (msisdn, id);
CREATE INDEX onepipe_transactions_by_ref ON onepipe_transactions (transaction_ref);
CREATE TRIGGER onepipe_transaction_stays_over
        BEFORE UPDATE OF status ON onepipe_transactions
        WHEN OLD.status <> 'forwarded' AND NEW.status <> OLD.status
        BEGIN SELECT RAISE(ABORT, 'a transaction that is over stays as it is'); END;
CREATE INDEX onepipe_balance_requests_by_ref ON onepipe_balance_requests (transaction_ref);
CREATE TRIGGER onepipe_balance_request_stays_over
        BEFORE UPDATE ON onepipe_balance_requests
        WHEN OLD.state <> 'waiting'
        BEGIN SELECT RAISE(ABORT, 'a balance request that is over stays as it is'); END;
CREATE TRIGGER incoming_requests_have_reference_ids BEFORE INSERT ON incoming_requests
      WHEN NEW.reference_id IS NOT NULL AND (NEW.reference_id GLOB '*[^0-9a-f-]*'
        OR NEW.reference_id NOT GLOB '????????-????-4???-[89ab]???-????????????')
      BEGIN SELECT RAISE(ABORT, 'reference_id is no UUID version 4; leave it out and one is made'); END;
CREATE TRIGGER incoming_requests_are_referred_to_once BEFORE INSERT ON incoming_requests
      WHEN EXISTS (
        SELECT 1 FROM incoming_requests WHERE merchant_id = NEW.merchant_id AND reference_id = NEW.reference_id)
      BEGIN SELECT RAISE(ABORT, 'this merchant has used this reference_id'); END;
PRAGMA application_id = 1887007597;
PRAGMA user_version = 8;
