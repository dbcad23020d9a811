using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using Markdig;

namespace CommsBot.Channels.WebChat.Page;

/// <summary>Fills <c>[[name]]</c> in our own pages; every value is encoded for HTML.</summary>
internal static partial class PageTemplate
{
    private static readonly MarkdownPipeline Plain = new MarkdownPipelineBuilder().DisableHtml().Build();

    public const string Simulated = "SIMULATED: no patient receives this";

    /// <param name="ready">Values that are HTML already, or JSON whose serializer has escaped what HTML could misread.</param>
    /// <exception cref="KeyNotFoundException">The page asks for a value that nobody gives.</exception>
    public static string Fill(string template, Dictionary<string, string> values, params (string Name, string Text)[] ready)
    {
        var page = new StringBuilder(template.Length + 1024);
        var at = 0;
        for (var open = template.IndexOf("[[", StringComparison.Ordinal); open >= 0; open = template.IndexOf("[[", at, StringComparison.Ordinal))
        {
            var close = template.IndexOf("]]", open, StringComparison.Ordinal);
            var name = template[(open + 2)..close];
            page.Append(template, at, open - at);
            page.Append(ready.FirstOrDefault(given => given.Name == name).Text ?? HtmlEncoder.Default.Encode(values[name]));
            at = close + 2;
        }

        return page.Append(template, at, template.Length - at).ToString();
    }

    /// <summary>The sentence as HTML in which 911 and 988 are called by a tap.</summary>
    public static string Callable(string sentence) => EmergencyNumber().Replace(HtmlEncoder.Default.Encode(sentence), """<a href="tel:$0">$0</a>""");

    /// <summary>A reply of several paragraphs as HTML, as the chat window shows it.</summary>
    public static string Formatted(string reply) => EmergencyNumber().Replace(Markdown.ToHtml(reply, Plain), """<a href="tel:$0">$0</a>""");

    [GeneratedRegex(@"\b(911|988)\b")]
    private static partial Regex EmergencyNumber();
}
