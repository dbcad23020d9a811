using CommsBot.Answers;
using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Preparation;
using CommsBot.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CommsBot.Tests.Drivers;

/// <summary>
/// The shipped content, read and indexed once for all services of a run: what is read-only is shared. Clinics and protocols are each service's own,
/// because closures change them.
/// </summary>
internal static class SharedContent
{
    private static readonly Lazy<(LoadedContent Content, AnswerSearch Search)> Read = new(() =>
    {
        var content = LoadedContent.Read(Root, strictWording: true);
        return (content, new AnswerSearch(content.Library));
    });

    private static ContentRoot Root => new(Home.Find(AppContext.BaseDirectory)!);

    /// <param name="home">Where <c>dialogs/</c> differs in its clinics only; null: it does not.</param>
    public static void AddTo(WebApplicationBuilder builder, string? home = null)
    {
        var (content, search) = Read.Value;
        var root = home is null ? Root : new ContentRoot(home);
        var clinics = ClinicDirectory.Load([root.Dialogs]);
        builder.Services.AddSingleton(content with
        {
            Reading = content.Reading with { Root = root }, Clinics = clinics, Preparation = PreparationContent.Load(root.Dialogs, clinics.All),
        });
        builder.Services.AddSingleton(search);
    }
}
