package dev.payersim;

import java.util.UUID;

/** Who pays or is paid. */
public sealed interface Party permits Phone, Party.Msisdn, Party.Email, Party.Code {

    /** A phone number that need not be of the world, in international form with or without {@code +}. */
    record Msisdn(String number) implements Party {}

    /** An e-mail address. */
    record Email(String address) implements Party {}

    /** A party code. */
    record Code(UUID code) implements Party {}

    /** The party's id as MTN takes it. */
    private static Json json(String type, String id) {
        return Json.object("partyIdType", type, "partyId", id);
    }

    /** As MTN takes it: {@code partyIdType} and {@code partyId}. */
    default Json toJson() {
        if (this instanceof Phone phone) return json("MSISDN", phone.msisdn().substring(1));
        if (this instanceof Email email) return json("EMAIL", email.address());
        if (this instanceof Code code) return json("PARTY_CODE", code.code().toString());
        String number = ((Msisdn) this).number();
        return json("MSISDN", number.startsWith("+") ? number.substring(1) : number);
    }
}
