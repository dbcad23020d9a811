using CommsBot.Simulator.Twilio;

namespace CommsBot.Tests.Simulator;

public sealed class SignatureTests
{
    [Theory]
    [InlineData("https://example.com/myapp.php?foo=1&bar=2", "+14158675310", "L/OH5YylLD5NRKLltdqwSvS0BnU=")]
    [InlineData("https://mycompany.com/myapp.php?foo=1&bar=2", "+14158675309", "RSOYDt4T1cUTdK1PDd93/VVr8B8=")]
    [InlineData("https://mycompany.com:443/myapp.php?foo=1&bar=2", "+14158675309", "kvajT1Ptam85bY51eRf/AJRuM3w=")]
    [InlineData("https://mycompany.com:1234/myapp.php?foo=1&bar=2", "+14158675309", "CYn1h0gLBdNxDGkKJg6hYohgeD8=")]
    public void Signatures_are_those_that_Twilio_publishes(string url, string caller, string expected)
    {
        Dictionary<string, string> form = new()
        {
            ["To"] = "+18005551212", ["Digits"] = "1234", ["From"] = caller, ["Caller"] = caller, ["CallSid"] = "CA1234567890ABCDE",
        };
        Assert.Equal(expected, TwilioSignature.Of("12345", url, form));
    }

    [Fact]
    public void A_signature_without_parameters_is_that_of_the_address() => Assert.Equal(
        "a9nBmqA0ju/hNViExpshrM61xv4=",
        TwilioSignature.Of("12345", "https://mycompany.com/myapp.php?foo=1&bar=2&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620", []));
}
