using System.Net;

namespace CommsBot.PeerTests.Chat;

/// <summary>What the pages' own answers say, without a browser.</summary>
[Collection(Browsing.Name)]
public sealed class PageTests(BrowserFixture fixture)
{
    [Theory]
    [InlineData("/webchat?clinic=nowhere", "en", "We don&#x27;t know the clinic this link asks for.")]
    [InlineData("/webchat?clinic=nowhere&language=es", "en", "No conocemos la cl&#xED;nica de este enlace.")]
    [InlineData("/webchat?clinic=%3Cscript%3E", "es-MX,es;q=0.9", "No conocemos la cl&#xED;nica de este enlace.")]
    public async Task An_unknown_clinic_is_told_in_plain_words(string path, string preferred, string words)
    {
        using var client = Client();
        client.DefaultRequestHeaders.Add("Accept-Language", preferred);
        using var answer = await client.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains(words, await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/webchat?clinic=mind-balance")]
    [InlineData("/webchat?clinic=nowhere")]
    [InlineData("/")]
    public async Task Every_page_tells_the_browser_to_be_strict(string path)
    {
        using var client = Client();
        using var answer = await client.GetAsync(path);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none';", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["no-referrer"], answer.Headers.GetValues("Referrer-Policy"));
        Assert.Contains("microphone=()", Assert.Single(answer.Headers.GetValues("Permissions-Policy")));
    }

    [Fact]
    public async Task Only_the_allowed_websites_may_frame_the_chat()
    {
        using var client = Client();
        using var answer = await client.GetAsync("/webchat?clinic=mind-balance");
        Assert.EndsWith($"frame-ancestors 'self' {fixture.Foreign.Allowed}", answer.Headers.GetValues("Content-Security-Policy").Single());
    }

    [Fact]
    public async Task Each_page_view_has_a_nonce_of_its_own()
    {
        using var client = Client();
        Assert.NotEqual(await client.GetStringAsync("/webchat"), await client.GetStringAsync("/webchat"));
    }

    [SkippableFact]
    public async Task The_bundle_is_sent_compressed_and_kept_for_a_year()
    {
        using var client = Client();
        client.DefaultRequestHeaders.Add("Accept-Encoding", "br, gzip");
        using var answer = await client.GetAsync("/webchat/4.18.1/webchat.js");
        Skip.If(answer.StatusCode == HttpStatusCode.NotFound, "This build had no network: Web Chat was not fetched.");
        Assert.Equal(["br"], answer.Content.Headers.ContentEncoding);
        Assert.Equal("public, max-age=31536000, immutable", answer.Headers.CacheControl!.ToString().Replace("max-age=31536000, public", "public, max-age=31536000"));
        Assert.InRange((await answer.Content.ReadAsByteArrayAsync()).Length, 1, 700_000);
    }

    private HttpClient Client() => new() { BaseAddress = fixture.Service.Address };
}
