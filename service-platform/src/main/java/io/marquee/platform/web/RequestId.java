package io.marquee.platform.web;

import jakarta.enterprise.context.RequestScoped;

/** The id of the request being answered: the client's {@code X-Request-ID}, or one made here. */
@RequestScoped
public class RequestId {

    private String value = "";

    public String value() {
        return value;
    }

    void set(String value) {
        this.value = value;
    }
}
