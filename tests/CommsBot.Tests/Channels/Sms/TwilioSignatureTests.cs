using CommsBot.Channels.Sms;

namespace CommsBot.Tests.Channels.Sms;

/// <summary>Twilio's own published vectors, token 12345, and what must not pass.</summary>
public class TwilioSignatureTests
{
    private const string Url = "https://mycompany.com/myapp.php?foo=1&bar=2";
    private const string Signature = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";

    private static readonly KeyValuePair<string, string>[] Fields = [.. Call("+14158675309")];

    [Fact]
    public void The_example_of_the_security_page_is_valid() =>
        Assert.True(TwilioSignature.IsValid("L/OH5YylLD5NRKLltdqwSvS0BnU=", ["12345"], "https://example.com/myapp.php?foo=1&bar=2", Call("+14158675310")));

    [Fact]
    public void The_example_of_the_library_is_valid() => Assert.True(Valid(Signature, Url));

    [Fact]
    public void The_order_of_the_fields_does_not_matter() => Assert.True(TwilioSignature.IsValid(Signature, ["12345"], Url, Fields.Reverse()));

    [Theory]
    [InlineData("kvajT1Ptam85bY51eRf/AJRuM3w=", "https://mycompany.com/myapp.php?foo=1&bar=2")]
    [InlineData("kvajT1Ptam85bY51eRf/AJRuM3w=", "https://mycompany.com:443/myapp.php?foo=1&bar=2")]
    [InlineData("RSOYDt4T1cUTdK1PDd93/VVr8B8=", "https://mycompany.com:443/myapp.php?foo=1&bar=2")]
    [InlineData("RSOYDt4T1cUTdK1PDd93/VVr8B8=", "https://mycompany.com:1234/myapp.php?foo=1&bar=2")]
    [InlineData("CYn1h0gLBdNxDGkKJg6hYohgeD8=", "https://mycompany.com:1234/myapp.php?foo=1&bar=2")]
    public void The_port_may_be_signed_or_left_out(string signature, string url) => Assert.True(Valid(signature, url));

    [Fact]
    public void A_body_hash_in_the_query_is_part_of_the_address() =>
        Assert.True(TwilioSignature.IsValid("a9nBmqA0ju/hNViExpshrM61xv4=", ["12345"],
            "https://mycompany.com/myapp.php?foo=1&bar=2&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620", []));

    [Fact]
    public void During_a_rotation_either_token_is_good() => Assert.True(TwilioSignature.IsValid(Signature, ["new-token", "12345"], Url, Fields));

    [Fact]
    public void Repeated_names_are_signed_once_per_value_in_order()
    {
        KeyValuePair<string, string>[] repeated = [new("MediaUrl", "b"), new("MediaUrl", "a"), new("MediaUrl", "b")];
        Assert.Equal(TwilioSignature.Compute("12345", Url + "MediaUrlaMediaUrlb", []), TwilioSignature.Compute("12345", Url, repeated));
    }

    [Fact]
    public void An_empty_value_is_signed_as_its_name() =>
        Assert.Equal(TwilioSignature.Compute("12345", Url + "Body", []), TwilioSignature.Compute("12345", Url, [new("Body", "")]));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("RSOYDt4T1cUTdK1PDd93/VVr8B9=")]
    [InlineData("rsoydt4t1cutdk1pdd93/vvr8b8=")]
    [InlineData("RSOYDt4T1cUTdK1PDd93/VVr8B8= ")]
    [InlineData("not base64 at all")]
    [InlineData("ñ")]
    public void A_forged_signature_is_refused(string? signature) => Assert.False(Valid(signature, Url));

    [Theory]
    [InlineData("http://mycompany.com/myapp.php?foo=1&bar=2")]
    [InlineData("https://mycompany.com/myapp.php?foo=1&bar=2/")]
    [InlineData("https://mycompany.com/MyApp.php?foo=1&bar=2")]
    [InlineData("https://mycompany.com/myapp.php?bar=2&foo=1")]
    [InlineData("https://elsewhere.com/myapp.php?foo=1&bar=2")]
    [InlineData("nonsense")]
    [InlineData("")]
    public void Another_address_is_refused(string url) => Assert.False(Valid(Signature, url));

    [Fact]
    public void A_trimmed_value_is_refused()
    {
        var signed = TwilioSignature.Compute("12345", Url, [new("Body", " hello ")]);
        Assert.False(TwilioSignature.IsValid(signed, ["12345"], Url, [new("Body", "hello")]));
    }

    [Fact]
    public void A_field_too_many_is_refused() => Assert.False(TwilioSignature.IsValid(Signature, ["12345"], Url, Fields.Append(new("Extra", "1"))));

    [Fact]
    public void Another_token_is_refused() => Assert.False(TwilioSignature.IsValid(Signature, ["12346", ""], Url, Fields));

    [Fact]
    public void Without_a_token_nothing_is_valid() => Assert.False(TwilioSignature.IsValid(Signature, [], Url, Fields));

    private static bool Valid(string? signature, string url) => TwilioSignature.IsValid(signature, ["12345"], url, Fields);

    private static IEnumerable<KeyValuePair<string, string>> Call(string from) =>
        [new("CallSid", "CA1234567890ABCDE"), new("Caller", from), new("Digits", "1234"), new("From", from), new("To", "+18005551212")];
}
