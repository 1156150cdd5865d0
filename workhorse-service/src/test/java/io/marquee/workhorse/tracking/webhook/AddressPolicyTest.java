package io.marquee.workhorse.tracking.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.workhorse.tracking.wire.MlflowException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where webhooks must not lead, written in every way that somebody may try. */
class AddressPolicyTest {

    private final AddressPolicy policy =
            new AddressPolicy(Set.of("https", "http"), List.of(), InetAddress::getAllByName);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "http://127.8.9.1:8080/x",
                "http://0.0.0.0/",
                "http://10.0.0.1/",
                "http://172.16.0.1/",
                "http://172.31.255.255/",
                "http://192.168.1.1/",
                "http://169.254.169.254/latest/meta-data/",
                "http://100.64.0.1/",
                "http://192.0.0.192/",
                "http://198.18.0.1/",
                "http://203.0.113.5/",
                "http://224.0.0.1/",
                "http://240.0.0.1/",
                "http://255.255.255.255/",
                "http://localhost/",
                // IPv6: loopback, unspecified, mapped, compatible, NAT64, 6to4, Teredo, unique local, link-local,
                // metadata
                "http://[::1]/",
                "http://[::]/",
                "http://[::ffff:127.0.0.1]/",
                "http://[::ffff:7f00:1]/",
                "http://[0:0:0:0:0:ffff:a9fe:a9fe]/",
                "http://[::127.0.0.1]/",
                "http://[64:ff9b::7f00:1]/",
                "http://[64:ff9b::169.254.169.254]/",
                "http://[2002:7f00:1::]/",
                "http://[2001:0:7f00:1::]/",
                "http://[fc00::1]/",
                "http://[fd12:3456::1]/",
                "http://[fe80::1]/",
                "http://[fe80::1%25eth0]/",
                "http://[fd00:ec2::254]/",
                "http://[ff02::1]/",
                "http://[2001:db8::1]/",
                "http://[fec0::1]/",
                // IPv4 written otherwise: decimal, octal, hexadecimal, short
                "http://2130706433/",
                "http://0177.0.0.1/",
                "http://0x7f.0.0.1/",
                "http://0x7f000001/",
                "http://127.1/",
                "http://127.0.1/",
                "http://017700000001/",
                "http://127.0.0.1./",
                "http://0127.0.0.1/",
                "http://1.2.3.256/",
                "http://1.2.3.4.5/",
                "http://4294967295/",
                // other schemes, users, fragments, broken hosts, blanks, line breaks
                "file:///etc/passwd",
                "ftp://example.org/",
                "gopher://127.0.0.1/",
                "javascript:alert(1)",
                "//example.org/",
                "/relative",
                "",
                "http://",
                "http:///x",
                "http://user:pw@93.184.216.34/",
                "http://93.184.216.34@127.0.0.1/",
                "http://93.184.216.34/#x",
                "http://93.184.216.34:0/",
                "http://93.184.216.34:99999/",
                "http://93.184.216.34 /",
                "http://93.184.216.34/\r\nX: y",
                "http://93.184.216.34/\u0000",
                "http://ex_ample..%00.org/",
                "http://１２７.0.0.1/",
                "http://127。0。0。1/",
                "http://[::1",
                "http://-a/"
            })
    void shouldRefuse(String url) {
        assertThatThrownBy(() -> policy.judge(policy.read(url)))
                .isInstanceOf(MlflowException.class)
                .hasMessageStartingWith("Invalid webhook URL: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://93.184.216.34/hook?x=y",
                "http://93.184.216.34:8080/",
                "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/",
                "http://1.1.1.1"
            })
    void shouldAllowThePublicInternet(String url) throws UnknownHostException {
        URI uri = policy.read(url);
        assertThat(policy.judge(uri)).isEqualTo(InetAddress.ofLiteral(AddressPolicy.unbracketed(uri.getHost())));
    }

    @Test
    void shouldAllowNetworksThatTheOperatorNamesButNeverTheMachinesOwnLink() throws UnknownHostException {
        // Given
        AddressPolicy own = new AddressPolicy(
                Set.of("http"),
                List.of(
                        Network.parse("10.1.0.0/16"),
                        Network.parse("127.0.0.7"),
                        Network.parse("fd00::/8"),
                        Network.parse("169.254.0.0/16"),
                        Network.parse("10.128.0.0/9")),
                InetAddress::getAllByName);

        // When, Then
        for (String allowed : List.of("10.1.2.3", "127.0.0.7", "fd12::1", "10.255.0.1")) {
            assertThat(own.isAllowed(InetAddress.ofLiteral(allowed)))
                    .as(allowed)
                    .isTrue();
        }
        for (String refused : List.of(
                "10.2.0.1", "127.0.0.1", "127.0.0.8", "fc00::1", "169.254.169.254", "fd00:ec2::254", "10.127.0.1")) {
            assertThat(own.isAllowed(InetAddress.ofLiteral(refused)))
                    .as(refused)
                    .isFalse();
        }
    }

    @Test
    void shouldRefuseANameOfWhichOneAddressIsPrivate() {
        // Given
        AddressPolicy mixed = new AddressPolicy(Set.of("https"), List.of(), host ->
                new InetAddress[] {InetAddress.ofLiteral("93.184.216.34"), InetAddress.ofLiteral("10.0.0.1")});

        // When, Then
        assertThatThrownBy(() -> mixed.judge(mixed.read("https://hooks.example.org/")))
                .hasMessage("Invalid webhook URL: its host is not on the public internet or in an allowed network.");
    }

    @Test
    void shouldLookANameUpOnceAndConnectToWhatWasJudged() throws UnknownHostException {
        // Given: a name server that changes its mind
        Deque<String> answers = new ArrayDeque<>(List.of("93.184.216.34", "127.0.0.1"));
        AddressPolicy rebound = new AddressPolicy(
                Set.of("https"), List.of(), host -> new InetAddress[] {InetAddress.ofLiteral(answers.removeFirst())});
        URI uri = rebound.read("https://rebind.example.org/");

        // When
        InetAddress first = rebound.judge(uri);

        // Then
        assertThat(first.getHostAddress()).isEqualTo("93.184.216.34");
        assertThat(answers).hasSize(1);
        assertThatThrownBy(() -> rebound.judge(uri)).isInstanceOf(MlflowException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/-1", "ten/8", "fd00::/129", "", "10.0.0.0/x"})
    void shouldQuoteWhatIsNoNetwork(String text) {
        assertThatThrownBy(() -> Network.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got: '" + text + "'");
    }
}
