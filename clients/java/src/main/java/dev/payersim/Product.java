package dev.payersim;

import java.util.Locale;

/** A product of MTN MoMo's, with an account of its own. */
public enum Product {
    /** Money from payers. */
    COLLECTION,
    /** Money to payees. */
    DISBURSEMENT,
    /** Money from abroad to payees. */
    REMITTANCE;

    /** As it is in a path. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
