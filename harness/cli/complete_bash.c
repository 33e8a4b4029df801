/* complete_bash.c -- the script for bash. Its tables are made here; what reads them is the same always. Nothing of
   bash-completion is needed. */
#include "harness/cli/complete.h"

#include <stdio.h>
#include <stdlib.h>

/* bash ends words at = and @, too: the word before the cursor is taken from the line, and what stands before such a
   character is taken from the answers. */
static const char reader[] =
    "_ganloss() {\n"
    "    local line=${COMP_LINE:0:COMP_POINT} words current before command place offered list= IFS=$' \\t\\n'\n"
    "    read -ra words <<<\"$line\"\n"
    "    [[ $line == *[[:space:]] ]] && words+=('')\n"
    "    current=${words[${#words[@]}-1]}\n"
    "    before=${words[${#words[@]}-2]}\n"
    "    command=${words[1]}\n"
    "    COMPREPLY=()\n"
    "    if [[ $current == --*=* ]]; then\n"
    "        before=${current%%=*} current=${current#*=}\n"
    "    fi\n"
    "    if [ \"${#words[@]}\" -le 2 ]; then\n"
    "        offered=$(_ganloss_commands)\n"
    "    elif [[ $current == -* ]]; then\n"
    "        offered=$(_ganloss_options \"$command\")\n"
    "    elif offered=$(_ganloss_values \"$command $before\"); then\n"
    "        :\n"
    "    else\n"
    "        offered=$(_ganloss_operands \"$command\")\n"
    "    fi\n"
    "    case $offered in\n"
    "    :files) mapfile -t COMPREPLY < <(compgen -f -- \"$current\"); compopt -o filenames 2>/dev/null; return ;;\n"
    "    :folders) mapfile -t COMPREPLY < <(compgen -d -- \"$current\"); compopt -o filenames 2>/dev/null; return ;;\n"
    "    :list*) offered=${offered#:list}\n"
    "        [[ $current == *,* ]] && list=${current%,*}, ;;\n"
    "    esac\n"
    "    mapfile -t COMPREPLY < <(compgen -W \"$offered\" -- \"${current#\"$list\"}\")\n"
    "    COMPREPLY=(\"${COMPREPLY[@]/#/$list}\")\n"
    "    place=${current%\"${current##*@}\"}\n"
    "    if [[ $COMP_WORDBREAKS == *@* && -n $place ]]; then\n"
    "        COMPREPLY=(\"${COMPREPLY[@]#\"$place\"}\")\n"
    "    fi\n"
    "}\n"
    "complete -F _ganloss ganloss\n";

static void print_offer(const char *before, struct cli_offer offer)
{
    static const char *const others[] = {[CLI_OFFER_NOTHING] = "",
                                         [CLI_OFFER_WORDS] = "",
                                         [CLI_OFFER_FILES] = ":files",
                                         [CLI_OFFER_FOLDERS] = ":folders"};
    printf("    '%s') echo '%s%s' ;;\n", before, offer.commas ? ":list " : others[offer.offered],
           offer.words ? offer.words : "");
    free(offer.words);
}

static void print_options(const struct cli_page *page)
{
    struct cli_shown *options = cli_page_options(page);
    printf("    '%s') echo '", page->name);
    for (const struct cli_shown *o = options; o->name; o++) {
        printf("--%s ", o->name);
        if (o->letter)
            printf("-%c ", o->letter);
    }
    puts("' ;;");
    free(options);
}

static void print_values(const struct cli_page *page, const struct cli_book *book)
{
    struct cli_shown *options = cli_page_options(page);
    char before[128];
    for (const struct cli_shown *o = options; o->name; o++) {
        if (!o->value)
            continue;
        snprintf(before, sizeof before, "%s --%s", page->name, o->name);
        print_offer(before, cli_complete_value(o, book));
        if (!o->letter)
            continue;
        snprintf(before, sizeof before, "%s -%c", page->name, o->letter);
        print_offer(before, cli_complete_value(o, book));
    }
    free(options);
}

void cli_complete_bash(const struct cli_book *book)
{
    const struct cli_page *page;
    puts("# bash completion for ganloss, made by `ganloss help --completion bash`.");
    printf("_ganloss_commands() { echo '");
    for (page = book->pages; page->name; page++)
        printf("%s%s", page == book->pages ? "" : " ", page->name);
    puts(" --help --version'; }\n_ganloss_options() {\n    case $1 in");
    for (page = book->pages; page->name; page++)
        print_options(page);
    puts(
        "    esac\n}\n\n# Fails where the word before is no option that takes a value.\n_ganloss_values() {\n    case $1 in");
    for (page = book->pages; page->name; page++)
        print_values(page, book);
    puts("    *) return 1 ;;\n    esac\n}\n_ganloss_operands() {\n    case $1 in");
    for (page = book->pages; page->name; page++)
        print_offer(page->name, cli_complete_operand(page, book));
    puts("    esac\n}");
    fputs(reader, stdout);
}
