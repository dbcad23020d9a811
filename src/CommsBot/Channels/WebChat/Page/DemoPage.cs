using CommsBot.Clinics;
using CommsBot.Settings;

namespace CommsBot.Channels.WebChat.Page;

/// <summary>A made-up clinic's website with the chat on it. Exists only under simulation.</summary>
internal sealed class DemoPage(ClinicDirectory clinics, StartContext start)
{
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public IResult Show(HttpContext http)
    {
        if (!start.Simulated) return Results.NotFound();
        var clinic = clinics.All[0];
        PageHeaders.Apply(http, Policy);
        var page = PageTemplate.Fill(PageFiles.Read("demo.html"), new()
        {
            ["simulated"] = PageTemplate.Simulated,
            ["clinic"] = clinic.Name,
            ["id"] = clinic.Id,
            ["phone"] = clinic.Phone.Shown,
            ["address"] = clinic.Address,
            ["style"] = PageAssets.Address("demo.css"),
        });
        return Results.Content(page, "text/html; charset=utf-8");
    }
}
