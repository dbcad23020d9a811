using System.Net;
using System.Text.RegularExpressions;

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

    [SkippableTheory]
    [InlineData("br, gzip", "br", 700_000)]
    [InlineData("gzip", "gzip", 1_000_000)]
    public async Task The_bundle_is_sent_compressed_and_kept_for_a_year(string accepted, string sent, int most)
    {
        using var client = Client();
        client.DefaultRequestHeaders.Add("Accept-Encoding", accepted);
        using var answer = await client.GetAsync("/webchat/4.18.1/webchat.js");
        Skip.If(answer.StatusCode == HttpStatusCode.NotFound, "This build had no network: Web Chat was not fetched.");
        Assert.Equal([sent], answer.Content.Headers.ContentEncoding);
        IsKeptForAYear(answer);
        Assert.InRange((await answer.Content.ReadAsByteArrayAsync()).Length, 1, most);
    }

    [Fact]
    public async Task Our_own_script_and_style_have_addresses_that_change_with_them_and_are_kept_for_a_year()
    {
        using var client = Client();
        client.DefaultRequestHeaders.Add("Accept-Encoding", "gzip");
        using var page = await client.GetAsync("/webchat");
        var addresses = Regex.Matches(await page.Content.ReadAsStringAsync(), "/webchat/assets/[0-9a-f]{12}/chat\\.(?:js|css)");
        Assert.Equal(2, addresses.Count);
        foreach (Match address in addresses)
        {
            using var answer = await client.GetAsync(address.Value);
            Assert.Equal(["gzip"], answer.Content.Headers.ContentEncoding);
            IsKeptForAYear(answer);
            using var old = await client.GetAsync(Regex.Replace(address.Value, "[0-9a-f]{12}", "000000000000"));
            Assert.Equal("no-cache", old.Headers.CacheControl!.ToString());
        }
    }

    [Theory]
    [InlineData("en", "not a clinician", "no one watches this chat around the clock", "Emergency? Call <a href=\"tel:911\">911</a>")]
    [InlineData("es", "No soy un profesional de la salud", "nadie vigila este chat día y noche", "Llame al <a href=\"tel:911\">911</a>")]
    public async Task Before_anything_is_loaded_or_asked_the_page_says_what_this_is(string language, params string[] said)
    {
        using var client = Client();
        var page = WebUtility.HtmlDecode(await client.GetStringAsync($"/webchat?clinic=mind-balance&language={language}"));
        Assert.All(said, words => Assert.Contains(words, page));
        Assert.Contains("href=\"https://mindbalance.example/privacy\"", page);
        Assert.Contains("href=\"https://mindbalance.example/texting-terms\"", page);
        Assert.DoesNotContain("<input", page);
        Assert.DoesNotContain("<textarea", page);
        Assert.DoesNotContain("<select", page);
    }

    [Theory]
    [InlineData("/nowhere", HttpStatusCode.NotFound)]
    [InlineData("/staff/nowhere", HttpStatusCode.NotFound)]
    [InlineData("/webchat/nowhere", HttpStatusCode.NotFound)]
    [InlineData("/api/nowhere", HttpStatusCode.NotFound)]
    [InlineData("/webchat", HttpStatusCode.MethodNotAllowed)]
    public async Task A_post_to_an_address_that_does_not_exist_is_not_found(string path, HttpStatusCode status)
    {
        using var client = Client();
        using var answer = await client.PostAsync(path, null);
        Assert.Equal(status, answer.StatusCode);
    }

    private static void IsKeptForAYear(HttpResponseMessage answer)
    {
        var caching = answer.Headers.CacheControl!;
        Assert.Equal((true, TimeSpan.FromDays(365)), (caching.Public, caching.MaxAge));
        Assert.Contains(caching.Extensions, extension => extension.Name == "immutable");
    }

    private HttpClient Client() => new() { BaseAddress = fixture.Service.Address };
}
