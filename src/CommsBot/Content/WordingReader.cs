using YamlDotNet.RepresentationModel;

namespace CommsBot.Content;

/// <summary>Reads <c>dialogs/&lt;folder&gt;/&lt;language&gt;.yaml</c>: key to text, or key to <c>{web, sms}</c>. The key <c>allow</c> lists phrases the word checks let pass.</summary>
internal sealed class WordingReader(FaultList faults)
{
    public IReadOnlyList<WordingEntry> Read(string folder, Language language, string file, string yaml)
    {
        if (YamlItems.Parse(file, yaml, faults) is not { } items) return [];
        var allowed = items.List("allow");
        return [.. items.Names.Where(name => name != "allow").Select(name => Entry(name)).OfType<WordingEntry>()];

        WordingEntry? Entry(string name)
        {
            if (items.Node(name) is YamlMappingNode forms) return Forms(name, new YamlItems(file, forms, new FaultList()));
            var text = items.Optional(name);
            return text is null ? null : new WordingEntry($"{folder}/{name}", language, text, text, file, allowed);
        }

        WordingEntry? Forms(string name, YamlItems forms)
        {
            var web = forms.Optional("web");
            var sms = forms.Optional("sms");
            if (web is not null || sms is not null)
            {
                if (forms.Names.All(n => n is "web" or "sms")) return new WordingEntry($"{folder}/{name}", language, web, sms, file, allowed);
            }
            faults.Error(file, name, "must be a text, or web and sms texts");
            return null;
        }
    }
}
